import type { Hardware } from "./hardware.ts";
import type { JsonObject } from "./json.ts";
import type { Shortage } from "./shortage.ts";
import type { JobState } from "./status.ts";

/**
 * What an operation wants to have run for one tag of a step. Paths are paths on the job's location.
 */
export interface JobRequest {
  /** The program and its arguments; never passed through a shell. At least one element. */
  readonly argv: readonly string[];
  /** The whole environment of the job: nothing of the engine's own is added. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder that the job starts in; inside the job's folder. */
  readonly directory: string;
  /** File that is read as standard input; empty input when absent. */
  readonly stdin?: string;
  /** Files inside the job's folder that get standard output and standard error. Default: `stdout` and `stderr` in it. */
  readonly stdout?: string;
  readonly stderr?: string;
  /** What must be in place before the job starts, in order. */
  readonly staging: readonly StagingEntry[];
  /** Seconds of wall time after which the job is ended; no limit when absent. */
  readonly timeout?: number;
}

/**
 * One thing to put in place before a job starts, at a `target` inside the job's folder; anything else is refused. Parent folders are made.
 */
export type StagingEntry =
  /** Makes `source` visible at `target` for reading; the job cannot change the source through a copy made for writing. */
  | {
      readonly type: "input";
      readonly source: string;
      readonly target: string;
      readonly writable: boolean;
      /** The job may change the source itself: what was a copy is not made. Nobody is told that the source changed then. */
      readonly inPlace?: true;
    }
  /** A file with this text (UTF-8). */
  | { readonly type: "literal"; readonly contents: string; readonly target: string; readonly executable?: boolean }
  | { readonly type: "directory"; readonly target: string };

/** The folders that a job has on its location, all absolute. */
export interface JobDirectories {
  /** The job's own folder: everything of it is inside. */
  readonly job: string;
  /** Where outputs are expected; empty at the start. */
  readonly output: string;
  /** For temporary files; removed after a job that went well. */
  readonly temporary: string;
  /** Where inputs are placed. */
  readonly staging: string;
}

/** A job as a connector gets it. */
export interface JobSubmission extends Omit<JobRequest, "staging"> {
  /** Identifies the effect for ever: a hash of the run with its nonce, step, tag and attempt. It travels in the job's name, label or files. */
  readonly id: string;
  /** For people: step and tag, such as `/align 0.3`. */
  readonly label: string;
  readonly directories: JobDirectories;
  /** What was set aside for the job. */
  readonly hardware: Hardware;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a job runs, as its journal keeps it: secrets in it are `***`. */
export interface JobCommand extends Omit<JobRequest, "staging"> {
  readonly stdout: string;
  readonly stderr: string;
}

/** What a connector needs to find a job again, also after the engine's death: plain JSON, stored in the journal. */
export interface JobHandle {
  /** The id of the submission. */
  readonly id: string;
  /** The connector's own data, such as a process id or the number of a batch job. */
  readonly data: JsonObject;
}

/** What a connector says about a job. */
export interface JobStatus {
  readonly id: string;
  readonly state: JobState;
  /** Present when the state is `exited`. */
  readonly exit?: JobExit;
  /** Present when the state is `lost`: why, for people. */
  readonly reason?: string;
  /** Present when the state is `lost` because the system had nothing left to run the job with: it is done again, and counts as no attempt. */
  readonly shortage?: Shortage;
  /**
   * Present when the state is `running` only because nobody can look: why, for people. Such a job is not ended, nor done again, before its exit
   * is known or somebody who knows says that it is gone.
   */
  readonly doubt?: string;
}

/** How a job ended. */
export interface JobExit {
  /** Exit status; 128 + number for a job that a signal ended, as shells say it. */
  readonly code: number;
  /** Name of the signal that ended the job, such as `SIGKILL`, when it is known. */
  readonly signal?: string;
  /** Whether it was ended because its time was over. */
  readonly timedOut?: boolean;
  /**
   * Whether all of it was asked to end (SIGTERM, SIGINT, SIGHUP or SIGQUIT), by whoever cancels it or by a machine that goes down, whatever it
   * answered to that. Absent where nobody asked, and where the environment cannot tell.
   */
  readonly interrupted?: boolean;
  readonly usage: JobUsage;
}

/** What a job used, as far as its environment can tell. */
export interface JobUsage {
  /** Milliseconds since 1970. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Processor time in seconds. */
  readonly cpuUser?: number;
  readonly cpuSystem?: number;
  /** Peak resident memory in bytes. */
  readonly peakMemory?: number;
}
