import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { JsonObject } from "./json.ts";
import type { RunEvent, StoredRunEvent } from "./run-event.ts";
import type { RunStatus } from "./status.ts";

/** Where journals live. */
export const databasePoint: ExtensionPoint<DatabaseFactory> = extensionPoint({
  id: "database",
  apiVersion: 1,
  purpose: "Stores the journals, blobs, leases and summaries of runs.",
  stability: "stable",
  default: "sqlite",
});

/** Makes a database. */
export interface DatabaseFactory {
  /** @throws `CONFIG_INVALID` for wrong options. */
  create(input: { readonly options: JsonObject; readonly configDir: string }): Database | Promise<Database>;
}

/** The event store. Everything else that is known of runs is a projection of it. */
export interface Database extends AsyncDisposable {
  /**
   * Makes an empty journal. @throws `RUN_STATE` when the name is taken.
   * @param input.holder - takes the lease in the same step: a run without events whose lease nobody holds was left by an engine that died
   * while it made it. `acquireLease` of the new store hands that lease out, once.
   */
  createRun(input: { readonly run: string; readonly name: string; readonly holder?: LeaseHolder }): Promise<RunStore>;
  /** Opens a journal, migrating it (with a backup) when an older version wrote it. @throws `RUN_NOT_FOUND`, `JOURNAL_NEWER`, `JOURNAL_CORRUPT` */
  openRun(input: { readonly run: string; readonly readonly?: boolean }): Promise<RunStore>;
  /** All runs, newest first. Rebuilt from the journals when the catalogue is lost; one that cannot be read is listed as `corrupt`. */
  listRuns(): Promise<readonly RunSummary[]>;
  /** Removes a run and everything in its folder. @throws `RUN_NOT_FOUND`, `RUN_LOCKED` while an engine drives it */
  removeRun(input: { readonly run: string }): Promise<void>;
  /** Absolute path of the folder for a run's logs and job folders. */
  runFolder(run: string): string;
}

/** The journal of one run. */
export interface RunStore extends AsyncDisposable {
  readonly run: string;
  /**
   * Adds events in one transaction, with the summary that follows from them. They are durable against the death of
   * this process when it returns. Synchronous stores return the events at once.
   * @param input.expectedSeq - seq of the last event that the caller knows
   * @throws `JOURNAL_CONFLICT` when the journal is longer, `DISK_FULL` when nothing was written for want of space
   */
  append(input: {
    readonly expectedSeq: number;
    readonly events: readonly RunEvent[];
    readonly summary: Partial<RunSummary>;
  }): Promise<readonly StoredRunEvent[]> | readonly StoredRunEvent[];
  /** Events in order from `fromSeq` (default 1), brought to their current versions. */
  read(input?: { readonly fromSeq?: number }): AsyncIterable<StoredRunEvent>;
  /** Stores a value's JSON text under its SHA-256; storing the same text twice is one blob. */
  putBlob(input: { readonly digest: string; readonly text: string }): Promise<void> | void;
  /** @throws `JOURNAL_CORRUPT` when it is missing. */
  getBlob(input: { readonly digest: string }): Promise<string> | string;
  /**
   * Takes the right to append. A holder of this host whose process is gone, or of another host whose heartbeat is
   * older than a minute, is replaced. @throws `RUN_LOCKED` naming the holder
   */
  acquireLease(input: { readonly holder: LeaseHolder }): Promise<Lease>;
  /** Who holds the lease now, if somebody alive does. */
  leaseHolder(): Promise<LeaseHolder | undefined>;
  summary(): Promise<RunSummary>;
}

/** Who drives a run. */
export interface LeaseHolder {
  readonly host: string;
  /** Identifies the boot of the host, so that a process id of an earlier boot is not mistaken for a live one. */
  readonly bootId: string;
  readonly pid: number;
}

/** The right to append to a journal. Its heartbeat runs until it is disposed. */
export interface Lease extends AsyncDisposable {
  /** Aborted when the lease is lost to another engine: stop at once, write nothing. */
  readonly signal: AbortSignal;
}

/** What a list of runs shows. */
export interface RunSummary {
  readonly run: string;
  readonly name: string;
  readonly status: RunStatus | "corrupt";
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly endedAt?: number;
  /** Firings of steps that completed, failed for good, and are known so far. */
  readonly completed: number;
  readonly failed: number;
  readonly known: number;
}
