import {
  type HookName,
  type JobRequest,
  type JobStateEvent,
  type JsonObject,
  type NodeAnswer,
  type Reporter,
  type SerializedError,
  type Token,
} from "@sluice/contracts";
import { createHookEvents, type Moment } from "./hook-events.ts";
import { createHookQueue } from "./hook-queue.ts";
import { HookScope } from "./hook-scope.ts";
import { firingKey, type Firing } from "./machine/index.ts";
import type { RunDeps } from "./run-deps.ts";

/** Tells plugins of what was committed at a position of the journal; absent when nobody would hear of it. */
export type AfterCommit = ((seq: number) => void) | undefined;

/** Calls the hooks of a run, one after the other. Without hooks nothing is made and nothing is waited for. */
export interface HookCalls {
  /** An attempt begins here, or one that an earlier engine began is taken over. */
  begun(firing: Firing, adopted?: boolean): void;
  /** Nothing answered in its place: it is about to be done. */
  before(firing: Firing): void | Promise<void>;
  wrap(firing: Firing): Promise<{ readonly answer: NodeAnswer; readonly plugin: string | undefined }>;
  transform(firing: Firing, request: JobRequest): Promise<JobRequest>;
  completed(firing: Firing, outputs: Readonly<Record<string, Token>>, answeredBy: string | undefined): AfterCommit;
  /** @param retried - whether another attempt is under way, asked after the commit */
  failed(firing: Firing, error: SerializedError, retried: () => boolean): AfterCommit;
  cancelled(firing: Firing): AfterCommit;
  /** A firing's job is known from `job_scheduled` until the outcome of its attempt. After its end nothing more is told of it. */
  jobState(firing: Firing, state: JobStateEvent["state"], exitCode?: number): void;
  /** The reporter of what a firing's operation does. Making it costs nothing. */
  reporter(firing: Firing, operation: string): Reporter;
  graphStarted(seq: number): void | Promise<void>;
  graphEnded(end: GraphEnd, seq: number): void;
  /** Ends the scopes that are left. Settles when everybody has been told everything. */
  close(): Promise<void>;
  /** Settles when everybody has been told everything. */
  settled(): Promise<void>;
}

/** How a run ended. */
export type GraphEnd =
  | { readonly status: "completed"; readonly result: JsonObject }
  | { readonly status: "failed"; readonly error: SerializedError }
  | { readonly status: "cancelled"; readonly reason: string };

/** What is known of a firing while this engine drives it. */
interface Known {
  readonly scope: HookScope;
  /** When the attempt began here. Milliseconds. */
  since: number;
  /** Whether `beforeNodeExecute` was called, by this engine or the one before. */
  announced: boolean;
  /** The last attempt that `beforeNodeRetry` was called for. */
  retry: number;
  /** The last that was told of a job. */
  told?: { readonly job: string; readonly state: JobStateEvent["state"] };
}

const ends: readonly JobStateEvent["state"][] = ["exited", "lost", "cancelled"];
const noAnswer = { answer: undefined, plugin: undefined } as const;

/** Makes the caller of a run's hooks. */
export function createHookCalls(deps: RunDeps, seq: () => number): HookCalls {
  const { hooks, reports, run: runId } = deps;
  const events = createHookEvents(deps);
  const queue = createHookQueue();
  const firings = new Map<Firing, Known>();
  let started = performance.now();
  let runScope: HookScope | undefined;

  const know = (firing: Firing): Known => {
    const found = firings.get(firing);
    if (found) return found;
    const key = firingKey(firing.plan.path, firing.tag);
    const known: Known = {
      scope: new HookScope(hooks, reports, runId, key),
      since: performance.now(),
      announced: false,
      retry: 0,
    };
    firings.set(firing, known);
    return known;
  };
  const momentOf = (firing: Firing, at: number, attempt = firing.attempt): Moment => ({
    firing,
    scope: know(firing).scope,
    seq: at,
    attempt,
  });
  const durationOf = (firing: Firing): number => secondsSince(know(firing).since);
  const isTimed = (): boolean =>
    hooks.has("afterNodeExecute") || hooks.has("onNodeError") || hooks.has("onNodeCancelled");
  /** Whether anybody hears of the end of an attempt, or holds something until it. */
  const matters = (firing: Firing, name: HookName): boolean =>
    isNode(firing) && (hooks.has(name) || hooks.has("afterNodeRetry") || firings.has(firing));

  const afterRetry = (moment: Moment, succeeded: boolean): void => {
    if (moment.attempt === 1 || !hooks.has("afterNodeRetry")) return;
    void queue.add(() => hooks.notify("afterNodeRetry", events.node(moment, { succeeded })));
  };
  const end = (firing: Firing): void => {
    const known = firings.get(firing);
    firings.delete(firing);
    if (known) void queue.add(() => known.scope.end());
  };
  const scopeOfRun = (): HookScope => (runScope ??= new HookScope(hooks, reports, runId));

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

  const jobState: HookCalls["jobState"] = (firing, state, exitCode) => {
    const { job, attempt } = firing;
    if (!job || !hooks.has("onJobState")) return;
    const known = know(firing);
    const before = known.told?.job === job.id ? known.told.state : undefined;
    if (before !== undefined && (before === state || ends.includes(before))) return;
    known.told = { job: job.id, state };
    const { id, deployment, location } = job;
    const place = { runId, key: known.scope.name, attempt, job: id, deployment, location };
    const made = (): JobStateEvent => ({ ...place, state, ...(exitCode !== undefined && { exitCode }) });
    void queue.add(() => hooks.notify("onJobState", made));
  };

  return {
    reporter: (firing, operation) => ({
      report(type, data) {
        reports.place(runId, firingKey(firing.plan.path, firing.tag)).for(`operation ${operation}`).report(type, data);
      },
      on: (type, handler) => know(firing).scope.reporter(`operation ${operation}`).on(type, handler),
    }),
    begun(firing, adopted = false) {
      if (!isNode(firing) || !(isTimed() || (adopted && hooks.has("beforeNodeExecute")))) return;
      const known = know(firing);
      if (adopted) known.announced = true;
      else known.since = performance.now();
    },
    before(firing) {
      if (!isNode(firing)) return undefined;
      let last: void | Promise<void> = undefined;
      if (hooks.has("beforeNodeExecute") && !know(firing).announced) {
        know(firing).announced = true;
        const moment = momentOf(firing, seq());
        last = queue.add(() => hooks.notify("beforeNodeExecute", events.node(moment, {})));
      }
      const { attempt, lastError } = firing;
      if (lastError && attempt > 1 && hooks.has("beforeNodeRetry") && know(firing).retry < attempt) {
        know(firing).retry = attempt;
        const moment = momentOf(firing, seq());
        last = queue.add(() => hooks.notify("beforeNodeRetry", events.node(moment, { lastError })));
      }
      return last;
    },
    async wrap(firing) {
      if (!isNode(firing) || !hooks.has("wrapNodeExecute")) return noAnswer;
      // Whoever wraps has heard all that went before; wrappers themselves need not wait for each other.
      await queue.add(() => undefined);
      return hooks.wrap(events.node(momentOf(firing, seq()), {}), () => Promise.resolve(undefined));
    },
    async transform(firing, request) {
      if (!hooks.has("transformJobRequest")) return request;
      return hooks.transform(request, events.node(momentOf(firing, seq()), {}));
    },
    completed(firing, outputs, answeredBy) {
      const name = answeredBy === undefined ? "afterNodeExecute" : "onCacheHit";
      if (!matters(firing, name)) return undefined;
      const { attempt } = firing;
      return (at) => {
        const moment = momentOf(firing, at, attempt);
        const duration = durationOf(firing);
        if (hooks.has(name)) {
          const tell = (result: JsonObject): void | Promise<void> =>
            answeredBy === undefined
              ? hooks.notify("afterNodeExecute", events.node(moment, { result, duration }))
              : hooks.notify("onCacheHit", events.node(moment, { result, answeredBy }));
          void queue.add(() => withResult(outputs, tell));
        }
        afterRetry(moment, true);
        end(firing);
      };
    },
    failed(firing, error, retried) {
      if (!matters(firing, "onNodeError")) return undefined;
      const { attempt } = firing;
      return (at) => {
        const moment = momentOf(firing, at, attempt);
        const willRetry = retried();
        if (hooks.has("onNodeError")) {
          const made = events.node(moment, { error, willRetry, duration: durationOf(firing) });
          void queue.add(() => hooks.notify("onNodeError", made));
        }
        afterRetry(moment, false);
        if (!willRetry) end(firing);
      };
    },
    cancelled(firing) {
      if (!matters(firing, "onNodeCancelled") && !hooks.has("onJobState")) return undefined;
      return (at) => {
        jobState(firing, "cancelled");
        if (hooks.has("onNodeCancelled")) {
          const made = events.node(momentOf(firing, at), { duration: durationOf(firing) });
          void queue.add(() => hooks.notify("onNodeCancelled", made));
        }
        end(firing);
      };
    },
    jobState,
    graphStarted(at) {
      started = performance.now();
      if (!hooks.has("beforeGraphExecute")) return undefined;
      return queue.add(() => hooks.notify("beforeGraphExecute", events.graph(scopeOfRun(), at, {})));
    },
    graphEnded(over, at) {
      const duration = secondsSince(started);
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
    },
    async close() {
      for (const firing of firings.keys()) end(firing);
      if (runScope) void queue.add(() => runScope?.end());
      await queue.settled();
    },
    settled: () => queue.settled(),
  };
}

/** Only these are work of the workflow; what the engine does between them, such as a scatter, has no hooks. */
function isNode({ plan }: Firing): boolean {
  return plan.step.kind === "execute" || plan.step.kind === "transform";
}

function secondsSince(moment: number): number {
  return (performance.now() - moment) / 1000;
}
