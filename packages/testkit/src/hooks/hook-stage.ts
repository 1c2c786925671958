import assert from "node:assert/strict";
import {
  copyJson,
  type HookMap,
  type HookName,
  type HookOrder,
  type NodeAnswer,
  type NodeEvent,
} from "@sluice/contracts";
import type { FakeHost } from "../fakes/fake-host.ts";
import { fakeReporter, type FakeReporter } from "../fakes/fake-reporter.ts";
import { settles } from "../suite/eventually.ts";
import { frozen } from "../suite/frozen.ts";
import { assertPlainJson } from "../suite/plain-json.ts";
import type { Asked, HookSample, Moment, NodeData, Told } from "./moment.ts";
import { answersRequest } from "./transform-answer.ts";
import { surrounds } from "./wrap-answer.ts";

/** Hands the hooks of a plugin what an engine would hand them, and checks how they take it. */
export interface HookStage {
  /** The handlers of a hook, in the order in which they are called. */
  handlers<Name extends HookName>(name: Name): readonly HookMap[Name][];
  /** Has the hooks take a moment: in time, without a change to what they are given, with an answer that has its form. */
  take(moment: Moment): Promise<void>;
  /** Has the hooks take all of a run, and ends what is left of it. */
  play(moments: readonly Moment[]): Promise<void>;
  /** The event of a step as hooks get it. */
  nodeEvent(data: NodeData, sample: HookSample): NodeEvent;
  /** Waits for a hook, as long as an engine would. */
  within<T>(what: string, answer: T | PromiseLike<T>): Promise<T>;
  /** Ends the scopes that are open: of firings and of runs. */
  end(): Promise<void>;
}

/** What holds for a firing, or for a run as a whole, until it is over. */
interface Scope {
  readonly reporter: FakeReporter;
  readonly disposals: AsyncDisposableStack;
}

const rank: Readonly<Record<HookOrder, number>> = { pre: 0, normal: 1, post: 2 };
const over: readonly HookName[] = ["afterNodeExecute", "onNodeCancelled", "onCacheHit"];

/** Puts a plugin, which was set up with this host, on a stage. */
export function createHookStage(host: FakeHost, limit: number): HookStage {
  const scopes = new Map<string, Scope>();
  const scopeOf = ({ runId = "", key = "" }: Partial<NodeData>): Scope => {
    const id = `${runId} ${key}`;
    let scope = scopes.get(id);
    if (!scope) scopes.set(id, (scope = { reporter: fakeReporter(), disposals: new AsyncDisposableStack() }));
    return scope;
  };
  const close = async (id: string): Promise<void> => {
    const scope = scopes.get(id);
    scopes.delete(id);
    if (!scope) return;
    await stage.within("what a hook left to onDispose", scope.disposals.disposeAsync());
    for (const { type, data } of [...scope.reporter.reports, ...host.sent]) {
      assert.ok(typeof type === "string" && type !== "" && type !== "*", `a report needs a type, but got '${type}'`);
      assertPlainJson(data, `what is reported as '${type}'`);
    }
  };

  /** The event of any hook: its data cannot be changed, and what is not data is made for it. */
  const eventOf = (data: Partial<NodeData>, sample?: HookSample): object => {
    const scope = scopeOf(data);
    return Object.freeze({
      ...frozen(structuredClone(data)),
      ...(data.runId !== undefined && { reporter: scope.reporter }),
      ...(sample && {
        inputs: async () => copyJson(sample.inputs),
        onDispose: (dispose: () => void | Promise<void>) => scope.disposals.defer(async () => dispose()),
      }),
    });
  };

  const observe = async ({ hook, event, sample }: Told): Promise<void> => {
    for (const handler of stage.handlers(hook)) {
      const take = handler as (event: object) => unknown;
      await stage.within(hook, take(eventOf(event, sample)));
    }
    const { runId, key } = event as Partial<NodeData>;
    if (over.includes(hook) || (hook === "onNodeError" && "willRetry" in event && event.willRetry === false))
      await close(`${runId} ${key}`);
  };
  const ask = async (asked: Asked): Promise<void> => {
    if (asked.hook === "transformJobRequest") {
      let request = asked.request;
      for (const handler of stage.handlers(asked.hook)) request = await answersRequest(stage, handler, asked, request);
    } else {
      const next = async (): Promise<NodeAnswer> => undefined;
      for (const handler of stage.handlers(asked.hook)) await surrounds(stage, handler, asked, next);
    }
  };

  const stage: HookStage = {
    handlers: <Name extends HookName>(name: Name) =>
      host.hooks
        .filter((hook) => hook.name === name)
        .toSorted((a, b) => rank[a.options.order ?? "normal"] - rank[b.options.order ?? "normal"])
        .map(({ handler }) => handler as HookMap[Name]),
    take: async (moment) => (isAsked(moment) ? ask(moment) : observe(moment)),
    async play(moments) {
      for (const moment of moments) await stage.take(moment);
      await stage.end();
    },
    nodeEvent: (data, sample) => eventOf(data, sample) as NodeEvent,
    within: (what, answer) => settles(what, answer, limit),
    async end() {
      // Closing one takes it away, which a map allows.
      for (const id of scopes.keys()) await close(id);
    },
  };
  return stage;
}

function isAsked(moment: Moment): moment is Asked {
  return moment.hook === "transformJobRequest" || moment.hook === "wrapNodeExecute";
}
