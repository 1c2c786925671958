import type { SerializedError } from "./errors.ts";
import type { Hardware } from "./hardware.ts";
import type { JobExit, JobHandle } from "./job.ts";
import type { InputChecks } from "./input-stamp.ts";
import type { Json, JsonObject } from "./json.ts";
import type { StepPath } from "./step.ts";
import type { Tag } from "./tag.ts";
import type { Token } from "./token.ts";
import type { WorkflowGraph } from "./workflow.ts";

/**
 * What happened in a run, as its journal keeps it: outcomes and decisions, never what follows from them. The state of
 * a run is a fold over its events. A change of meaning gets a new version and an up-caster from the old one.
 */
export type RunEvent = { [Type in keyof RunEventData]: RunEventOf<Type> }[keyof RunEventData];

/** An event of one type. */
export interface RunEventOf<Type extends keyof RunEventData> {
  readonly type: Type;
  readonly data: RunEventData[Type] & Told;
}

/** What the data of any event may say beside what happened. */
export interface Told {
  /**
   * Position in the journal up to which hooks had been told of everything when this was committed. `run_started` has it when
   * somebody listens; after that, the first event of a commit when it has moved. Whoever takes the run up tells hooks of what
   * comes after the last one. Without, there is nobody who must be told of what is there.
   */
  readonly told?: number;
}

/** An event with its place in the journal. */
export type StoredRunEvent = RunEvent & {
  /** Position in the journal, from 1, without gaps. */
  readonly seq: number;
  /** When it was committed, in milliseconds since 1970. */
  readonly time: number;
};

/** Names of the types of events. */
export type RunEventType = keyof RunEventData;

/** One firing of a step. */
export interface StepKey {
  readonly step: StepPath;
  readonly tag: Tag;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
}

/** What each type of event says. */
export interface RunEventData {
  /** First event of every journal: everything that the run is made of. */
  readonly run_created: {
    readonly run: string;
    /**
     * Random, and part of the ids of the run's effects: a later run of the same name, elsewhere or after this one was removed, has others.
     * Absent in runs of before there was one.
     */
    readonly nonce?: string;
    readonly graph: WorkflowGraph;
    readonly inputs: Readonly<Record<string, Token>>;
    /** Some inputs are secrets: names stand for them, and their values are kept apart until the run is completed. */
    readonly secrets?: true;
    readonly options: RunOptions;
    readonly engine: string;
    /** The lock: every plugin that was there, by name. */
    readonly plugins: Readonly<Record<string, PluginLock>>;
    /** What the files among the inputs, and in the graph, were like: an {@link InputStamps}. Absent when they are not to be looked at. */
    readonly inputStamps?: Token;
    /** The same of the documents that the run was made from. */
    readonly documentStamps?: Token;
    /** The configuration with secrets redacted, and what the user asked for: file, input file, working directory. */
    readonly origin: JsonObject;
  };
  /** An engine began to drive the run; each resume adds one. `retryFailed`: failed steps start again. */
  readonly run_started: {
    readonly host: string;
    readonly pid: number;
    readonly engine: string;
    readonly retryFailed: boolean;
    /**
     * A firing that was cancelled after its job had a place starts again as a new attempt: the folder and the id of the one before may have
     * been used. False in journals of before, where it kept its number.
     */
    readonly freshAttempts: boolean;
    /** Options that differ from those before. */
    readonly options?: Partial<RunOptions>;
    /** What inputs that had changed were like then, and were accepted as: an {@link InputStamps}. */
    readonly acceptedStamps?: Token;
  };
  /**
   * A job is about to start that may change these inputs in place. Absolute paths. From here on nobody looks whether they changed.
   * `read`: what it reads, in runs with steps that change inputs in place.
   */
  readonly inputs_opened: StepKey & { readonly paths: readonly string[]; readonly read?: readonly string[] };
  /** A job got its place; it may be submitted once this is committed. */
  readonly job_scheduled: StepKey & {
    /** Id of the effect; see `JobSubmission`. */
    readonly job: string;
    readonly deployment: string;
    readonly location: string;
    /** The job's folder on the location. */
    readonly directory: string;
    /** Paths on the location are paths of the engine's own machine. */
    readonly local?: true;
    readonly hardware: Hardware;
  };
  /** The environment accepted the job. */
  readonly job_submitted: StepKey & {
    readonly handle: JobHandle;
    /** What it runs: a `JobCommand`. Absent when the engine that started the job died before it could say so. */
    readonly command?: Token;
  };
  /** A step has its outputs for a tag. For conditions: one output, `result`. */
  readonly step_completed: StepKey & {
    readonly outputs: Readonly<Record<string, Token>>;
    /** How its job ended, if it had one. */
    readonly exit?: JobExit;
    /** Name of the plugin that answered in its place, or `cache` for a result of an earlier run. */
    readonly answeredBy?: string;
  };
  /** An attempt failed. With `retry`, the next attempt starts after that many milliseconds; without, it is final. */
  readonly step_failed: StepKey & {
    readonly error: SerializedError;
    readonly exit?: JobExit;
    readonly retry?: { readonly delayMs: number };
    /** It is no failure of the step: its job was lost while no engine ran, or the system had no room for it. */
    readonly uncounted?: true;
  };
  /** Somebody asked for the end of the run: nothing new starts, running jobs are ended. */
  readonly cancel_requested: { readonly reason: string };
  /**
   * An attempt was ended, or withdrawn before its job was submitted, because the run is being stopped; the step starts again when the run is
   * resumed. `left`: its job could not be seen and may still run. It is taken up where it is, then.
   */
  readonly step_cancelled: StepKey & { readonly left?: true };
  /** The run is over. */
  readonly run_completed: { readonly outputs: Readonly<Record<string, Token>> };
  readonly run_failed: { readonly outputs: Readonly<Record<string, Token>>; readonly failures: readonly StepFailure[] };
  readonly run_cancelled: { readonly reason: string };
  /** Hooks were told of the end, too. Only in runs that somebody listens to; nothing follows from it. */
  readonly hooks_told: { readonly told: number };
}

/** What a run remembers of a plugin, so that it is taken up again with the same one. */
export interface PluginLock {
  readonly version: string;
  /** Checksum of the plugin's files, `sha256-…`, where it has files of its own. */
  readonly integrity?: string;
  /** It comes with Sluice and changes with it: another version is no drift. */
  readonly bundled?: true;
}

/** A final failure. */
export interface StepFailure {
  /** `/` is the run itself: it stalled, or its outputs could not be placed. */
  readonly step: StepPath;
  readonly tag: Tag;
  readonly error: SerializedError;
}

/** What a run was asked to do besides its graph and inputs. */
export interface RunOptions {
  /** `stop`: after a final failure nothing new starts; `continue`: everything that does not depend on it runs. */
  readonly onError: "stop" | "continue";
  /** How many firings of steps may be between ready and done at a time. */
  readonly window: number;
  /** Attempts for each firing whose failure is retryable; 1 means no retry. */
  readonly attempts: number;
  /** Folder that the outputs are placed in at the end; they stay in the run's folder when absent. Absolute. */
  readonly outdir?: string;
  /**
   * Where results of earlier runs are looked for, and those of this run are kept; none are re-used when absent. `store`: name of the cache
   * store that keeps them in the folder; default: the default of the extension point.
   */
  readonly cache?: { readonly folder: string; readonly store?: string };
  /** How inputs are compared with what they were when the run began. Default: `stamp`. */
  readonly checkInputs?: InputChecks;
  /**
   * Which jobs get their command as `command.sh` into their folder: all (the default), or those that failed, for runs that nobody keeps
   * otherwise. A file for each job costs as much as a folder.
   */
  readonly commandScripts?: "all" | "failed";
  /** Whatever the front-end wants to keep. */
  readonly frontend?: Json;
}

/** Current version of each type of event. Older ones pass through up-casters when a journal is read. */
export const eventVersions: Readonly<Record<RunEventType, number>> = {
  run_created: 3,
  run_started: 2,
  inputs_opened: 1,
  job_scheduled: 1,
  job_submitted: 1,
  step_completed: 1,
  step_failed: 1,
  cancel_requested: 1,
  step_cancelled: 1,
  run_completed: 1,
  run_failed: 1,
  run_cancelled: 1,
  hooks_told: 1,
};
