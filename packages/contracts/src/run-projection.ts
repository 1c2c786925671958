import type { SerializedError } from "./errors.ts";
import type { Hardware } from "./hardware.ts";
import type { JobExit, JobHandle } from "./job.ts";
import type { JsonObject } from "./json.ts";
import type { StepKey } from "./run-event.ts";

/** What the journal knows of a run that is taken up again, as managers need it. Large parts are streamed. */
export interface RunProjection {
  readonly run: string;
  /** Jobs that had a place and no outcome when the journal ended: they may still run. */
  readonly jobs: readonly OpenJob[];
  /** Steps that have their outputs, in the order of their completion. */
  completed(): AsyncIterable<CompletedFiring>;
  /** Attempts that failed, in their order, but for those that nobody counts: those that the failure manager was asked about. */
  failures(): AsyncIterable<FailedAttempt>;
}

/** A job without an outcome. */
export interface OpenJob extends JobPlace {
  readonly key: StepKey;
  readonly hardware: Hardware;
  /** Present when its environment accepted it. */
  readonly handle?: JobHandle;
}

/** Where the job of a firing has, or had, its place. */
export interface JobPlace {
  /** Id of the effect; see `JobSubmission`. */
  readonly job: string;
  readonly deployment: string;
  readonly location: string;
  /** The job's folder on the location. */
  readonly directory: string;
}

/** A firing that has its outputs. */
export interface CompletedFiring {
  readonly key: StepKey;
  /** Absent for steps without a job. */
  readonly place?: JobPlace;
  /** Reads the outputs; they can be large. */
  readonly outputs: () => Promise<JsonObject>;
}

/** An attempt that failed. */
export interface FailedAttempt {
  readonly key: StepKey;
  readonly error: SerializedError;
  /** How its job ended, if it had one that did. */
  readonly exit?: JobExit;
  readonly place?: JobPlace;
  /** Whether another attempt was decided on. */
  readonly retried: boolean;
}
