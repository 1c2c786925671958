import type { JobStateEvent, JsonObject, SerializedError, Token } from "@sluice/contracts";
import type { Untold } from "./hook-backlog.ts";
import type { HookEvents, Moment } from "./hook-events.ts";
import type { HookFirings } from "./hook-firings.ts";
import type { HookQueue } from "./hook-queue.ts";
import type { HookScope } from "./hook-scope.ts";
import type { Firing, ScheduledJob } from "./machine/index.ts";
import type { RunDeps } from "./run-deps.ts";

/** Tells hooks of what is committed: as it happens, or later what an earlier engine left untold. Durations are seconds. */
export interface HookTransitions {
  completed(
    at: FiringAt,
    outputs: Readonly<Record<string, Token>>,
    answeredBy: string | undefined,
    duration: number,
  ): void;
  failed(at: FiringAt, error: SerializedError, willRetry: boolean, duration: number): void;
  cancelled(at: FiringAt, duration: number): void;
  /** After the end of a job nothing more is told of it. */
  jobState(at: Pick<FiringAt, "firing" | "attempt">, job: ScheduledJob, state: JobState, exitCode?: number): void;
  graphEnded(end: GraphEnd, seq: number, duration: number): void;
  /** What an earlier engine committed: it is told as it would have been then. */
  untold(past: Untold): void;
}

/** A firing at a position of the journal. */
export type FiringAt = Pick<Moment, "firing" | "seq" | "attempt">;

export type JobState = JobStateEvent["state"];

/** How a run ended. */
export type GraphEnd =
  | { readonly status: "completed"; readonly result: JsonObject }
  | { readonly status: "failed"; readonly error: SerializedError }
  | { readonly status: "cancelled"; readonly reason: string };

const ends: readonly JobState[] = ["exited", "lost", "cancelled"];

/** Makes the teller of a run. */
export function createHookTransitions(input: {
  readonly deps: RunDeps;
  readonly events: HookEvents;
  readonly queue: HookQueue;
  readonly firings: HookFirings;
  readonly scopeOfRun: () => HookScope;
}): HookTransitions {
  const { deps, events, queue, firings, scopeOfRun } = input;
  const { hooks, run: runId } = deps;

  const momentOf = ({ firing, seq, attempt }: FiringAt): Moment => ({
    firing,
    scope: firings.of(firing),
    seq,
    attempt,
  });

  const afterRetry = (moment: Moment, succeeded: boolean): void => {
    if (moment.attempt === 1 || !hooks.has("afterNodeRetry")) return;
    void queue.add(() => hooks.notify("afterNodeRetry", events.node(moment, { succeeded })));
  };

  /** Reads outputs for those who are told of them. */
  const withResult = (
    outputs: Readonly<Record<string, Token>>,
    tell: (result: JsonObject) => void | Promise<void>,
  ): void | Promise<void> => {
    const result = events.result(outputs);
    if (!(result instanceof Promise)) return tell(result);
    return result.then(tell, (error: unknown) => {
      deps.logger.warn(`plugins are not told of outputs that cannot be read: ${String(error)}`);
    });
  };

  const completed: HookTransitions["completed"] = (at, outputs, answeredBy, duration) => {
    const moment = momentOf(at);
    const name = answeredBy === undefined ? "afterNodeExecute" : "onCacheHit";
    if (hooks.has(name)) {
      const tell = (result: JsonObject): void | Promise<void> =>
        answeredBy === undefined
          ? hooks.notify("afterNodeExecute", events.node(moment, { result, duration }))
          : hooks.notify("onCacheHit", events.node(moment, { result, answeredBy }));
      void queue.add(() => withResult(outputs, tell));
    }
    afterRetry(moment, true);
    firings.end(at.firing);
  };

  const failed: HookTransitions["failed"] = (at, error, willRetry, duration) => {
    const moment = momentOf(at);
    if (hooks.has("onNodeError")) {
      const made = events.node(moment, { error, willRetry, duration });
      void queue.add(() => hooks.notify("onNodeError", made));
    }
    afterRetry(moment, false);
    if (!willRetry) firings.end(at.firing);
  };

  const cancelled: HookTransitions["cancelled"] = (at, duration) => {
    if (hooks.has("onNodeCancelled")) {
      const made = events.node(momentOf(at), { duration });
      void queue.add(() => hooks.notify("onNodeCancelled", made));
    }
    firings.end(at.firing);
  };

  const jobState: HookTransitions["jobState"] = (
    { firing, attempt },
    { id, deployment, location },
    state,
    exitCode,
  ) => {
    if (!hooks.has("onJobState")) return;
    const scope = firings.of(firing);
    const before = scope.told?.job === id ? scope.told.state : undefined;
    if (before !== undefined && (before === state || ends.includes(before))) return;
    scope.told = { job: id, state };
    const place = { runId, key: scope.name, attempt, job: id, deployment, location };
    const made = (): JobStateEvent => ({ ...place, state, ...(exitCode !== undefined && { exitCode }) });
    void queue.add(() => hooks.notify("onJobState", made));
  };

  const graphEnded: HookTransitions["graphEnded"] = (over, at, duration) => {
    if (over.status === "completed" && hooks.has("afterGraphExecute")) {
      const made = events.graph(scopeOfRun(), at, { result: structuredClone(over.result), duration });
      void queue.add(() => hooks.notify("afterGraphExecute", made));
    }
    if (over.status === "failed" && hooks.has("onGraphError")) {
      const made = events.graph(scopeOfRun(), at, { error: over.error, duration });
      void queue.add(() => hooks.notify("onGraphError", made));
    }
    if (over.status === "cancelled" && hooks.has("onGraphCancelled")) {
      const made = events.graph(scopeOfRun(), at, { reason: over.reason, duration });
      void queue.add(() => hooks.notify("onGraphCancelled", made));
    }
  };

  const ofFiring = ({ event, job, duration, willRetry }: Untold, firing: Firing): void => {
    const { type, data, seq } = event;
    if (!("step" in data)) return;
    const at = { firing, seq, attempt: data.attempt };
    const tellJob = (state: JobState, exitCode?: number): void => {
      if (job) jobState(at, job, state, exitCode);
    };
    switch (type) {
      case "job_scheduled":
        return tellJob("scheduled");
      case "job_submitted":
        return tellJob("submitted");
      case "step_completed":
        if (data.exit) tellJob("exited", data.exit.code);
        return completed(at, data.outputs, data.answeredBy, duration);
      case "step_failed":
        if (data.exit) tellJob("exited", data.exit.code);
        else if (data.error.code === "JOB_LOST") tellJob("lost");
        return failed(at, data.error, willRetry, duration);
      case "step_cancelled":
        tellJob("cancelled");
        return cancelled(at, duration);
      default:
        return undefined;
    }
  };

  return {
    completed,
    failed,
    cancelled,
    jobState,
    graphEnded,
    untold(past) {
      const { event, firing, duration } = past;
      const { type, data, seq } = event;
      if (firing) {
        if (isNode(firing)) ofFiring(past, firing);
      } else if (type === "run_completed") {
        if (!hooks.has("afterGraphExecute")) return;
        void queue.add(() =>
          withResult(data.outputs, (result) =>
            hooks.notify("afterGraphExecute", events.graph(scopeOfRun(), seq, { result, duration })),
          ),
        );
      } else if (type === "run_failed") {
        const [first] = data.failures;
        if (first) graphEnded({ status: "failed", error: first.error }, seq, duration);
      } else if (type === "run_cancelled") {
        graphEnded({ status: "cancelled", reason: data.reason }, seq, duration);
      }
    },
  };
}

/** Only these are work of the workflow; what the engine does between them, such as a scatter, has no hooks. */
export function isNode({ plan }: Firing): boolean {
  return plan.step.kind === "execute" || plan.step.kind === "transform";
}
