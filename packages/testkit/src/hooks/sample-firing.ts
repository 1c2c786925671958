import type { JobStateEvent, SerializedError } from "@sluice/contracts";
import { sampleRequests } from "./hook-samples.ts";
import { sampleMetadata } from "./node-data.ts";
import { told, type HookSample, type Moment, type NodeData, type Told } from "./moment.ts";

/** What fails in the samples. */
export const sampleError: SerializedError = {
  code: "JOB_FAILED",
  message: "it ended with 1",
  retryable: true,
  actor: "step /align",
};

/** What plugins are told of one firing, by what becomes of an attempt. */
export interface SampleFiring {
  /** The beginning of an attempt. */
  before(attempt: number): readonly Moment[];
  /** All from then on until its job runs. */
  begin(attempt: number): readonly Moment[];
  job(attempt: number, state: JobStateEvent["state"], exitCode?: number): Told;
  failed(attempt: number, willRetry: boolean): readonly Told[];
  completed(attempt: number): readonly Told[];
  cancelled(attempt: number): readonly Told[];
  answered(answeredBy: string): Told;
}

/** One firing of a step; `seq` counts on in the journal of its run. */
export function sampleFiring(
  run: { readonly runId: string; readonly resumed: boolean; readonly seq: () => number },
  sample: HookSample,
  tag: string,
): SampleFiring {
  const { runId, resumed, seq } = run;
  const key = `${sample.name}#${tag}`;
  const node = (attempt: number): NodeData => ({
    runId,
    seq: seq(),
    key,
    attempt,
    resumed,
    metadata: sampleMetadata(sample),
  });
  const place = { deployment: "cluster", location: "node-1" };
  const stage = { kind: "stage", subject: `/jobs/${key}`, entries: 1, ...place } as const;
  const repeated = (attempt: number, succeeded: boolean): readonly Told[] =>
    attempt > 1 ? [told("afterNodeRetry", { ...node(attempt), succeeded }, sample)] : [];

  const job: SampleFiring["job"] = (attempt, state, exitCode) =>
    told("onJobState", {
      ...place,
      runId,
      key,
      attempt,
      state,
      job: `${key}@${attempt}`,
      ...(exitCode !== undefined && { exitCode }),
    });
  return {
    job,
    before: (attempt) => [
      { hook: "wrapNodeExecute", event: node(attempt), sample },
      attempt === 1
        ? told("beforeNodeExecute", node(attempt), sample)
        : told("beforeNodeRetry", { ...node(attempt), lastError: sampleError }, sample),
    ],
    begin: (attempt) => [
      job(attempt, "scheduled"),
      ...sampleRequests.map((request): Moment => {
        return { hook: "transformJobRequest", event: node(attempt), sample, request };
      }),
      told("beforeTransfer", stage),
      told("afterTransfer", { ...stage, duration: 0.01 }),
      job(attempt, "submitted"),
      job(attempt, "queued"),
      job(attempt, "running"),
    ],
    failed: (attempt, willRetry) => [
      told("onNodeError", { ...node(attempt), error: sampleError, willRetry, duration: 0.5 }, sample),
      ...repeated(attempt, false),
    ],
    completed: (attempt) => [
      job(attempt, "exited", 0),
      told("afterNodeExecute", { ...node(attempt), result: sample.result, duration: 1.5 }, sample),
      ...repeated(attempt, true),
    ],
    cancelled: (attempt) => [
      job(attempt, "cancelled"),
      told("onNodeCancelled", { ...node(attempt), duration: 0 }, sample),
    ],
    answered: (answeredBy) => told("onCacheHit", { ...node(1), result: sample.result, answeredBy }, sample),
  };
}
