import type { JobStateEvent, JsonObject, SerializedError, Token } from "@sluice/contracts";
import { freezeAll } from "./freeze-all.ts";
import type { Untold } from "./hook-backlog.ts";
import type { Completed, HookEvents, Moment } from "./hook-events.ts";
import type { HookFirings } from "./hook-firings.ts";
import type { HookQueue } from "./hook-queue.ts";
import type { HookScope } from "./hook-scope.ts";
import type { Firing, ScheduledJob } from "./machine/index.ts";
import type { RunDeps } from "./run-deps.ts";

/** Tells hooks of what is committed: as it happens, or later what an earlier engine left untold. Durations are seconds. */
export interface HookTransitions {
  completed(moment: Completed): void;
  failed(moment: Moment, error: SerializedError, willRetry: boolean, duration: number): void;
  cancelled(moment: Moment, duration: number): void;
  /** After the end of a job nothing more is told of it. */
  jobState(at: Pick<Moment, "firing" | "attempt">, job: ScheduledJob, state: JobState, exitCode?: number): void;
  graphEnded(end: GraphEnd, seq: number, duration: number): void;
  /** What an earlier engine committed: it is told as it would have been then. */
  untold(past: Untold): void;
}

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

  const afterRetry = (moment: Moment, succeeded: boolean): void => {
    if (moment.attempt === 1 || !hooks.heard.afterNodeRetry) return;
    void queue.add(() => hooks.notify("afterNodeRetry", (plugin) => events.node(plugin, moment, { succeeded })));
  };

  const unreadable = (error: unknown): void => {
    deps.logger.warn(`plugins are not told of outputs that cannot be read: ${String(error)}`);
  };

  const tellCompleted = (about: Completed): void | Promise<void> => {
    const result = events.result(about.outputs);
    if (result instanceof Promise) return result.then((read) => tellResult(about, read), unreadable);
    return tellResult(about, result);
  };

  const tellResult = (about: Completed, result: JsonObject): void | Promise<void> => {
    const { answeredBy } = about;
    return answeredBy === undefined
      ? hooks.notify("afterNodeExecute", (plugin) => events.completed(plugin, about, result))
      : hooks.notify("onCacheHit", (plugin) => events.node(plugin, about, { result, answeredBy }));
  };

  const completed: HookTransitions["completed"] = (moment) => {
    if (hooks.heard[moment.answeredBy === undefined ? "afterNodeExecute" : "onCacheHit"])
      void queue.add(tellCompleted, moment);
    afterRetry(moment, true);
    firings.end(moment.firing, moment.scope);
  };

  const failed: HookTransitions["failed"] = (moment, error, willRetry, duration) => {
    if (hooks.heard.onNodeError) {
      const more = { error: freezeAll(structuredClone(error)), willRetry, duration };
      void queue.add(() => hooks.notify("onNodeError", (plugin) => events.node(plugin, moment, more)));
    }
    afterRetry(moment, false);
    if (!willRetry) firings.end(moment.firing, moment.scope);
  };

  const cancelled: HookTransitions["cancelled"] = (moment, duration) => {
    if (hooks.heard.onNodeCancelled) {
      void queue.add(() => hooks.notify("onNodeCancelled", (plugin) => events.node(plugin, moment, { duration })));
    }
    firings.end(moment.firing, moment.scope);
  };

  const jobState: HookTransitions["jobState"] = (
    { firing, attempt },
    { id, deployment, location },
    state,
    exitCode,
  ) => {
    if (!hooks.heard.onJobState) return;
    const scope = firings.of(firing);
    const before = scope.told?.job === id ? scope.told.state : undefined;
    if (before !== undefined && (before === state || ends.includes(before))) return;
    scope.told = { job: id, state };
    const place = { runId, key: scope.name, attempt, job: id, deployment, location };
    const made = (): JobStateEvent => ({ ...place, state, ...(exitCode !== undefined && { exitCode }) });
    void queue.add(() => hooks.notify("onJobState", made));
  };

  const graphEnded: HookTransitions["graphEnded"] = (over, seq, duration) => {
    if (over.status === "completed" && hooks.heard.afterGraphExecute) {
      const more = { result: freezeAll(structuredClone(over.result)), duration };
      void queue.add(() =>
        hooks.notify("afterGraphExecute", (plugin) => events.graph(plugin, scopeOfRun(), seq, more)),
      );
    }
    if (over.status === "failed" && hooks.heard.onGraphError) {
      const more = { error: freezeAll(structuredClone(over.error)), duration };
      void queue.add(() => hooks.notify("onGraphError", (plugin) => events.graph(plugin, scopeOfRun(), seq, more)));
    }
    if (over.status === "cancelled" && hooks.heard.onGraphCancelled) {
      const more = { reason: over.reason, duration };
      void queue.add(() => hooks.notify("onGraphCancelled", (plugin) => events.graph(plugin, scopeOfRun(), seq, more)));
    }
  };

  /** Its outputs are read before. */
  const graphCompleted = (outputs: Readonly<Record<string, Token>>, seq: number, duration: number): void => {
    if (!hooks.heard.afterGraphExecute) return;
    void queue.add(async () => {
      try {
        const more = { result: await events.result(outputs), duration };
        await hooks.notify("afterGraphExecute", (plugin) => events.graph(plugin, scopeOfRun(), seq, more));
      } catch (error) {
        unreadable(error);
      }
    });
  };

  const ofFiring = ({ event, job, duration, willRetry }: Untold, firing: Firing): void => {
    const { type, data, seq } = event;
    if (!("step" in data)) return;
    const moment: Moment = { firing, scope: firings.of(firing), seq, attempt: data.attempt };
    const tellJob = (state: JobState, exitCode?: number): void => {
      if (job) jobState(moment, job, state, exitCode);
    };
    switch (type) {
      case "job_scheduled":
        return tellJob("scheduled");
      case "job_submitted":
        return tellJob("submitted");
      case "step_completed":
        if (data.exit) tellJob("exited", data.exit.code);
        return completed({ ...moment, outputs: data.outputs, answeredBy: data.answeredBy, duration });
      case "step_failed":
        if (data.exit) tellJob("exited", data.exit.code);
        else if (data.error.code === "JOB_LOST") tellJob("lost");
        return failed(moment, data.error, willRetry, duration);
      case "step_cancelled":
        tellJob("cancelled");
        return cancelled(moment, duration);
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
        graphCompleted(data.outputs, seq, duration);
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
