import type { SluiceContext } from "./context.ts";
import type { DeploymentConfig } from "./deployment-config.ts";
import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { Hardware } from "./hardware.ts";
import type { JobDirectories, JobExit, JobRequest } from "./job.ts";
import type { Json, JsonObject } from "./json.ts";
import type { LocationFiles } from "./location-files.ts";
import type { Logger } from "./logger.ts";
import type { Reporter } from "./report.ts";
import type { Target } from "./target.ts";

/** What steps do: how a front-end, or anybody, extends the workflow model. */
export const operationPoint: ExtensionPoint<Operation> = extensionPoint({
  id: "operation",
  apiVersion: 1,
  purpose: "Gives a step its meaning: computes values, or prepares a job and collects what it made.",
  stability: "stable",
});

/**
 * The meaning of a step, named by an `OperationRef`. Its result is journaled: it never runs again for the same tag
 * once that is committed, but it may run twice when the engine dies in between.
 */
export type Operation = ValueOperation | JobOperation;

/** Computes in the engine's process. For conditions, the output is `{ result: boolean }`. */
export interface ValueOperation {
  readonly kind: "value";
  readonly version: number;
  /**
   * It only brings together what steps made: when a run has failed, it is asked for the run's outputs with null for inputs that never came,
   * if at least one did. What it answers then is not kept, and what it throws makes its outputs null.
   */
  readonly partial?: boolean;
  /** @returns the outputs by name. */
  evaluate(input: OperationInput): Promise<JsonObject>;
}

/** Describes a job, and reads its outputs after it. */
export interface JobOperation {
  readonly kind: "job";
  readonly version: number;
  /** What the job needs, for steps that do not say it beforehand. */
  requirements?(input: OperationInput): Promise<Hardware>;
  /**
   * Everything of this firing that its outputs depend on, for the re-use of results across runs; asked only in runs that have a cache.
   * The engine adds the content of every File and Directory value in the answer (their places do not count, their base names do), the
   * hardware, and what the step is bound to. It must not depend on where the run is kept, nor on its step, tag or attempt.
   * @returns undefined when the outputs must not be re-used; without this method none are
   */
  cacheKey?(input: CacheKeyInput): Promise<Json | undefined>;
  /**
   * Where the job goes, of a target that its step is bound to: into an environment of its own in it, or in its place. Asked for each target
   * before anything is deployed for it, and again after a restart; it must answer the same then.
   * @returns the target and, when that is not in the configuration, its deployment; the same target when nothing is special about the job
   */
  moveTo?(input: OperationInput & { readonly target: Target }): Promise<MovedTarget>;
  /** What to run. Called again after a restart, so it must not depend on anything but its input. */
  prepare(input: JobOperationInput): Promise<JobRequest>;
  /**
   * The outputs by name. Asked also after a job that ran too long; that one fails in any case, but the error of the operation can say
   * more.
   * @throws `JOB_TIMEOUT` when the job ran longer than its limit, `JOB_FAILED` when the exit code means failure, `retryable` when it is worth another attempt.
   */
  collect(input: JobOperationInput & { readonly exit: JobExit; readonly request: JobRequest }): Promise<JsonObject>;
}

/** Where a job goes. */
export interface MovedTarget {
  readonly target: Target;
  /** Made known to the deployment manager. A name always stands for the same deployment. */
  readonly deployment?: DeploymentConfig;
}

/** What an operation works on. */
export interface OperationInput {
  /** The parameters of the step's `OperationRef`. Definitions that they refer to are in place. */
  readonly params: Json;
  /** The inputs of this tag by name. */
  readonly inputs: JsonObject;
  /** For messages: the step's path, the tag and the number of the attempt, from 1. */
  readonly step: string;
  readonly tag: string;
  readonly attempt: number;
  readonly context: SluiceContext;
  readonly logger: Logger;
  /** Tells plugins of what happens beside the job; see `host.on`. */
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/** What a job operation is asked about before its job has a place. */
export interface CacheKeyInput extends OperationInput {
  /** What will be set aside for the job. */
  readonly hardware: Hardware;
}

/** What a job operation works on. */
export interface JobOperationInput extends OperationInput {
  readonly directories: JobDirectories;
  /** What was set aside for the job. */
  readonly hardware: Hardware;
  /** The files of the job's location. */
  readonly files: LocationFiles;
}
