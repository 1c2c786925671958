import {
  copyJson,
  type CompletedFiring,
  type FailedAttempt,
  type JsonObject,
  type OpenJob,
  type RunProjection,
} from "@sluice/contracts";

/** What happened in a run, for {@link projectionOf}. */
export interface ProjectionInput {
  /** Default: `run-1`. */
  readonly run?: string;
  /** Jobs that had a place and no outcome. Default: none. */
  readonly jobs?: readonly OpenJob[];
  /** Steps that have their outputs, in the order of their completion; outputs are given as they are. Default: none. */
  readonly completed?: readonly (Omit<CompletedFiring, "outputs"> & { readonly outputs: JsonObject })[];
  /** Attempts that failed, in their order. Default: none. */
  readonly failures?: readonly FailedAttempt[];
}

/**
 * A run as managers see it when it is taken up again, built from what happened in it.
 *
 * @example
 * ```ts
 * const job = { job: "1", key: { step: "/a", tag: "0", attempt: 1 }, deployment: "d", location: "l", directory: "/w/1", hardware: { cores: 2 } };
 * await scheduler.restore(projectionOf({ jobs: [job] }));
 * ```
 */
export function projectionOf(input: ProjectionInput = {}): RunProjection {
  const { run = "run-1", jobs = [], completed = [], failures = [] } = input;
  return {
    run,
    jobs,
    completed: async function* () {
      for (const { outputs, ...firing } of completed) yield { ...firing, outputs: async () => copyJson(outputs) };
    },
    failures: async function* () {
      yield* failures;
    },
  };
}
