import type {
  HookMap,
  HookName,
  JobRequest,
  JsonObject,
  NodeAnswer,
  NodeEvent,
  Observer,
  PluginHost,
  SerializedError,
} from "@sluice/contracts";
import { expectTypeOf } from "vitest";

declare const host: PluginHost;

// The grammar: every name begins with what it does, and what it does follows from its name.
type Observing = Extract<HookName, `${"before" | "after" | "on"}${Capitalize<string>}`>;
type Changing = Extract<HookName, `${"transform" | "wrap"}${Capitalize<string>}`>;
expectTypeOf<HookName>().toEqualTypeOf<Observing | Changing>();
expectTypeOf<HookMap[Observing]>().toExtend<Observer<never>>();
expectTypeOf<ReturnType<HookMap[Observing]>>().toEqualTypeOf<void | Promise<void>>();
expectTypeOf<ReturnType<HookMap["transformJobRequest"]>>().toEqualTypeOf<JobRequest | Promise<JobRequest>>();
expectTypeOf<ReturnType<HookMap["wrapNodeExecute"]>>().toEqualTypeOf<Promise<NodeAnswer>>();

// The one map gives a handler its types.
host.hook("afterNodeExecute", (event) => {
  expectTypeOf(event).toExtend<NodeEvent>();
  expectTypeOf(event.result).toEqualTypeOf<JsonObject>();
  expectTypeOf(event.duration).toEqualTypeOf<number>();
});
host.hook("beforeNodeRetry", ({ lastError }) => {
  expectTypeOf(lastError).toEqualTypeOf<SerializedError>();
});
host.hook("transformJobRequest", (request, { key }) => ({ ...request, environment: { KEY: key } }), { order: "pre" });
host.hook("wrapNodeExecute", (_event, next) => next());

// @ts-expect-error -- no hook has this name
host.hook("before_node_execute", () => undefined);
// @ts-expect-error -- what comes before a step has no result
host.hook("beforeNodeExecute", ({ result }) => result);
// @ts-expect-error -- a transformer answers
host.hook("transformJobRequest", () => undefined);
// @ts-expect-error -- a wrapper answers with outputs, or with what `next` answered
host.hook("wrapNodeExecute", () => Promise.resolve({ y: 1 }));
// @ts-expect-error -- there is no such order
host.hook("beforeNodeExecute", () => undefined, { order: "first" });
