import type { SluiceContext } from "./context.ts";
import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { JobDirectories, StagingEntry } from "./job.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Location } from "./location.ts";
import type { Manager } from "./manager.ts";
import type { TransferScheme } from "./transfer-scheme.ts";
import type { OutputFile } from "./workflow.ts";

/** Moves data. */
export const dataManagerPoint: ExtensionPoint<DataManagerFactory> = extensionPoint({
  id: "data-manager",
  apiVersion: 1,
  purpose: "Brings inputs to jobs and outputs to the user.",
  stability: "stable",
  default: "default",
});

/** Makes a data manager for one engine. */
export interface DataManagerFactory {
  create(input: {
    readonly options: JsonObject;
    readonly context: SluiceContext;
    /** The transfer for a scheme of URIs, such as `https`. Absent: only files of this machine can be had. */
    readonly scheme?: (name: string) => TransferScheme | undefined;
  }): DataManager | Promise<DataManager>;
}

/** Knows where data are and brings them where they are needed. */
export interface DataManager extends Manager {
  /**
   * The path of a file of this machine with what a URI names. Asked several times, it fetches once. A copy stays until the engine closes; one that
   * is kept in a folder stays as long as that does, and is found there again by a later manager. @throws `TRANSFER_FAILED`, `PLUGIN_MISSING` for a scheme without transfer
   */
  fetch(input: {
    readonly uri: string;
    /** Most bytes that are taken. Default: the limit of the scheme. */
    readonly limit?: number;
    /** Folder that a copy is kept in: a run's own, for what its jobs read. Absolute. */
    readonly keep?: string | undefined;
    readonly signal: AbortSignal;
    /** Says that data move; the time limit counts from the last call. The engine always gives it. */
    readonly progress?: () => void;
  }): Promise<string>;
  /**
   * Puts everything that a job needs in place, in order. Doing it twice is doing it once. Nothing is written through a link that leads
   * out of the job's folder, whoever made it. @throws `STAGING_FAILED`, `DISK_FULL`
   */
  stage(input: {
    readonly entries: readonly StagingEntry[];
    readonly location: Location;
    /**
     * The folder of the job that they are for. All targets are inside of it, by their names: the engine has made sure of that. Only the user may
     * enter it, and the folder of the run above it, whatever the umask.
     */
    readonly directory: string;
    /** As for {@link fetch}. */
    readonly keep?: string | undefined;
    readonly signal: AbortSignal;
    /** Says that data move; the time limit counts from the last call. The engine always gives it. */
    readonly progress?: () => void;
  }): Promise<void>;
  /** Removes what a job that went well needs no more: its temporary files. Doing it twice is doing it once. */
  release(input: {
    readonly directories: JobDirectories;
    readonly location: Location;
    readonly signal: AbortSignal;
  }): Promise<void>;
  /**
   * Removes the folders of jobs that nobody needs any more; with `keepLogs` all of them but what the jobs wrote to standard output and standard
   * error: `stdout` and `stderr` in the job's folder. The folder of the run above them goes when it is empty. Nothing else is removed: a folder
   * that {@link isJobFolder} does not take for one of the run's jobs is refused. Doing it twice is doing it once. Without this method
   * folders outside of the run's own stay, and the user is told where.
   * @throws `FILE_UNWRITABLE`
   */
  discard?(input: {
    readonly run: string;
    readonly location: Location;
    readonly jobs: readonly { readonly job: string; readonly directory: string }[];
    readonly keepLogs: boolean;
    readonly signal: AbortSignal;
  }): Promise<void>;
  /**
   * Says, before hours of work, what {@link publish} would say after them: whether outputs that are known by name have a place in the folder.
   * Nothing is made. It is called before the first job of a run that places its outputs, and each time the run is resumed. Without this method
   * nothing is known before. @throws `FILE_UNWRITABLE`
   */
  checkOutdir?(input: {
    readonly outdir: string;
    /** By the names of the outputs. */
    readonly outputs: Readonly<Record<string, OutputFile>>;
    readonly signal: AbortSignal;
  }): Promise<void>;
  /**
   * Places the files of a run's outputs into a folder and answers with the outputs that name them there. Names that
   * collide get `_2`, `_3`… before their extension. A link that stands in that folder is replaced, never followed. Files outside
   * `owned` are copied, those inside may be linked.
   * @throws `FILE_UNWRITABLE`, `DISK_FULL`
   */
  publish(input: {
    readonly outputs: JsonObject;
    readonly outdir: string;
    /** The run's own folder. */
    readonly owned: string;
    readonly signal: AbortSignal;
    /** Says that data move; the time limit counts from the last call. The engine always gives it. */
    readonly progress?: () => void;
  }): Promise<Readonly<Record<string, Json>>>;
}
