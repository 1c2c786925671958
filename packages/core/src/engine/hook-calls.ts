import type {
  GraphEvent,
  HookName,
  JobRequest,
  JobStateEvent,
  NodeAnswer,
  NodeEvent,
  Reporter,
  SerializedError,
  Token,
} from "@sluice/contracts";
import type { Backlog } from "./hook-backlog.ts";
import { createHookEvents, type Moment } from "./hook-events.ts";
import { createHookFirings } from "./hook-firings.ts";
import { createHookPosition, hearsJournal, type HookPosition } from "./hook-position.ts";
import { createHookQueue } from "./hook-queue.ts";
import { HookScope } from "./hook-scope.ts";
import { createHookTransitions, isNode, type GraphEnd } from "./hook-transitions.ts";
import type { Committed } from "./journal.ts";
import type { Firing } from "./machine/index.ts";
import type { RunDeps } from "./run-deps.ts";

/** Tells plugins of what was committed at a position of the journal; absent when nobody would hear of it. */
export type AfterCommit = Committed | undefined;

/** Calls the hooks of a run, one after the other. Without hooks nothing is made and nothing is waited for. */
export interface HookCalls {
  /** Up to where the journal was told; absent when nobody hears of it. */
  readonly position: HookPosition | undefined;
  /** An attempt begins. Milliseconds by `performance.now`. */
  begun(firing: Firing, moment: number): void;
  /** An attempt that an earlier engine began is taken over. */
  adopted(firing: Firing): void;
  /** Nothing answered in its place: it is about to be done. */
  before(firing: Firing): void | Promise<void>;
  wrap(firing: Firing): Promise<{ readonly answer: NodeAnswer; readonly plugin: string | undefined }>;
  transform(firing: Firing, request: JobRequest, folder: string): Promise<JobRequest>;
  completed(firing: Firing, outputs: Readonly<Record<string, Token>>, answeredBy: string | undefined): AfterCommit;
  /** @param retried - whether another attempt is under way, asked after the commit */
  failed(firing: Firing, error: SerializedError, retried: () => boolean): AfterCommit;
  cancelled(firing: Firing): AfterCommit;
  /** A firing's job is known from `job_scheduled` until the outcome of its attempt. After its end nothing more is told of it. */
  jobState(firing: Firing, state: JobStateEvent["state"], exitCode?: number): void;
  /** The reporter of what a firing's operation does. Making it costs nothing. */
  reporter(firing: Firing, operation: string): Reporter;
  /** What an earlier engine committed and left untold is told first. */
  backlog(): void | Promise<void>;
  graphStarted(seq: number): void | Promise<void>;
  graphEnded(end: GraphEnd, seq: number): void;
  /** Ends the scopes that are left. Settles when everybody has been told everything. */
  close(): Promise<void>;
  /** Settles when everybody has been told everything. */
  settled(): Promise<void>;
}

const noMore = {};
const noAnswer = { answer: undefined, plugin: undefined } as const;

/** Makes the caller of a run's hooks. */
export function createHookCalls(deps: RunDeps, seq: () => number, { start, untold }: Backlog): HookCalls {
  const { hooks, reports, run: runId } = deps;
  const events = createHookEvents(deps);
  const queue = createHookQueue();
  const firings = createHookFirings(deps, queue);
  let started = performance.now();
  let runScope: HookScope | undefined;
  const scopeOfRun = (): HookScope => (runScope ??= new HookScope(deps));
  const transitions = createHookTransitions({ deps, events, queue, firings, scopeOfRun });
  const hears = hearsJournal(hooks);

  const momentNow = (firing: Firing): Moment => ({
    firing,
    scope: firings.of(firing),
    seq: seq(),
    attempt: firing.attempt,
  });
  const tellBefore = (moment: Moment): void | Promise<void> =>
    hooks.notify("beforeNodeExecute", (plugin) => events.node(plugin, moment, noMore));
  const isTimed = (): boolean => hooks.heard.afterNodeExecute || hooks.heard.onNodeError || hooks.heard.onNodeCancelled;
  /** Whether anybody hears of the end of an attempt, or holds something until it. */
  const matters = (firing: Firing, name: HookName): boolean =>
    isNode(firing) && (hooks.heard[name] || hooks.heard.afterNodeRetry || firings.has(firing));

  const jobState: HookCalls["jobState"] = (firing, state, exitCode) => {
    const { job, attempt } = firing;
    if (job) transitions.jobState({ firing, attempt }, job, state, exitCode);
  };

  return {
    position: hears ? createHookPosition(queue, hooks, start) : undefined,
    reporter: (firing, operation) => ({
      report(type, data) {
        reports.place(runId, firing.key).for(`operation ${operation}`).report(type, data);
      },
      on: (type, handler) => firings.of(firing).reporter(`operation ${operation}`).on(type, handler),
    }),
    begun(firing, moment) {
      if (isTimed() && isNode(firing)) firings.begin(firing, moment);
    },
    adopted(firing) {
      if ((isTimed() || hooks.heard.beforeNodeExecute) && isNode(firing)) firings.of(firing).announced = true;
    },
    before(firing) {
      if (!isNode(firing)) return undefined;
      let last: void | Promise<void> = undefined;
      const scope = hooks.heard.beforeNodeExecute ? firings.of(firing) : undefined;
      if (scope && !scope.announced) {
        scope.announced = true;
        last = queue.add(tellBefore, { firing, scope, seq: seq(), attempt: firing.attempt });
      }
      const { attempt, lastError } = firing;
      if (lastError && attempt > 1 && hooks.heard.beforeNodeRetry && firings.of(firing).retry < attempt) {
        firings.of(firing).retry = attempt;
        const moment = momentNow(firing);
        const made = (plugin: string): NodeEvent & { lastError: SerializedError } =>
          events.node(plugin, moment, { lastError: structuredClone(lastError) });
        last = queue.add(() => hooks.notify("beforeNodeRetry", made));
      }
      return last;
    },
    async wrap(firing) {
      if (!isNode(firing) || !hooks.heard.wrapNodeExecute) return noAnswer;
      // Whoever wraps has heard all that went before; wrappers themselves need not wait for each other.
      await queue.add(() => undefined);
      const moment = momentNow(firing);
      return hooks.wrap(
        (plugin) => events.node(plugin, moment, noMore),
        () => Promise.resolve(undefined),
      );
    },
    async transform(firing, request, folder) {
      if (!hooks.heard.transformJobRequest) return request;
      const moment = momentNow(firing);
      return hooks.transform(request, (plugin) => events.node(plugin, moment, noMore), folder);
    },
    completed(firing, outputs, answeredBy) {
      if (!matters(firing, answeredBy === undefined ? "afterNodeExecute" : "onCacheHit")) return undefined;
      const { attempt } = firing;
      return (at, now) => {
        const scope = firings.of(firing);
        const duration = secondsBetween(scope.since, now);
        transitions.completed({ firing, scope, seq: at, attempt, outputs, answeredBy, duration });
      };
    },
    failed(firing, error, retried) {
      if (!matters(firing, "onNodeError")) return undefined;
      const { attempt } = firing;
      return (at, now) => {
        const scope = firings.of(firing);
        transitions.failed({ firing, scope, seq: at, attempt }, error, retried(), secondsBetween(scope.since, now));
      };
    },
    cancelled(firing) {
      if (!matters(firing, "onNodeCancelled") && !hooks.heard.onJobState) return undefined;
      return (at, now) => {
        jobState(firing, "cancelled");
        const scope = firings.of(firing);
        transitions.cancelled({ firing, scope, seq: at, attempt: firing.attempt }, secondsBetween(scope.since, now));
      };
    },
    jobState,
    backlog() {
      if (!hears || untold.length === 0) return undefined;
      for (const past of untold) transitions.untold(past);
      return queue.add(() => undefined);
    },
    graphStarted(at) {
      started = performance.now();
      if (!hooks.heard.beforeGraphExecute) return undefined;
      const made = (plugin: string): GraphEvent => events.graph(plugin, scopeOfRun(), at, noMore);
      return queue.add(() => hooks.notify("beforeGraphExecute", made));
    },
    graphEnded: (over, at) => transitions.graphEnded(over, at, secondsBetween(started, performance.now())),
    async close() {
      firings.endAll();
      if (runScope) void queue.add(() => runScope?.end());
      await queue.settled();
    },
    settled: () => queue.settled(),
  };
}

function secondsBetween(since: number, now: number): number {
  return Math.max(0, now - since) / 1000;
}
