import type { LogFields, Logger, NodeEvent } from "@sluice/contracts";
import { expect, test } from "vitest";
import { nullLogger } from "../../src/null-logger.ts";
import { createHookBus } from "../../src/hooks/index.ts";

const event = (): NodeEvent => ({}) as NodeEvent;

test("observers are called by order, then by registration", async () => {
  const bus = createHookBus({ logger: nullLogger });
  const calls: string[] = [];
  const add = (plugin: string, order: "pre" | "normal" | "post"): Disposable =>
    bus.add({ name: "beforeNodeExecute", handler: () => void calls.push(plugin), plugin, order });
  add("late", "post");
  add("first", "normal");
  add("second", "normal");
  add("early", "pre");
  await bus.notify("beforeNodeExecute", event);
  expect(calls).toEqual(["early", "first", "second", "late"]);
});

test("an observer that throws is reported with its plugin's name, and the others are still called", async () => {
  const warnings: { message: string; fields: LogFields | undefined }[] = [];
  const logger: Logger = { ...nullLogger, warn: (message, fields) => void warnings.push({ message, fields }) };
  const bus = createHookBus({ logger });
  const calls: string[] = [];
  const throws = (): void => {
    throw new Error("broken");
  };
  bus.add({ name: "beforeNodeExecute", handler: throws, plugin: "bad", order: "normal" });
  bus.add({ name: "beforeNodeExecute", handler: () => void calls.push("good"), plugin: "good", order: "normal" });
  await bus.notify("beforeNodeExecute", event);
  expect(calls).toEqual(["good"]);
  expect(warnings).toEqual([
    { message: "hook beforeNodeExecute failed: broken", fields: { plugin: "bad", code: "HOOK_FAILED" } },
  ]);
});

test("a hook is gone after its disposal", () => {
  const bus = createHookBus({ logger: nullLogger });
  const hook = bus.add({ name: "afterNodeExecute", handler: () => undefined, plugin: "p", order: "normal" });
  expect(bus.heard.afterNodeExecute).toBe(true);
  hook[Symbol.dispose]();
  expect(bus.heard.afterNodeExecute).toBe(false);
});

test("a wrapper that answers without calling next is named as the one who answered", async () => {
  const bus = createHookBus({ logger: nullLogger });
  const order: string[] = [];
  bus.add({
    name: "wrapNodeExecute",
    plugin: "outer",
    order: "normal",
    handler: async (_event, next) => {
      order.push("outer");
      return next();
    },
  });
  bus.add({
    name: "wrapNodeExecute",
    plugin: "cache",
    order: "normal",
    handler: async () => {
      order.push("cache");
      return { outputs: { y: 1 } };
    },
  });
  const { answer, plugin } = await bus.wrap(event, async () => {
    order.push("engine");
    return undefined;
  });
  expect(order).toEqual(["outer", "cache"]);
  expect(answer).toEqual({ outputs: { y: 1 } });
  expect(plugin).toBe("cache");
});
