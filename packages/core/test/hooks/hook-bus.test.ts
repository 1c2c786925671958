import type { JobRequest, LogFields, Logger, NodeEvent } from "@sluice/contracts";
import { describe, expect, test, vi } from "vitest";
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

describe("a hook that is too slow three times in a row", () => {
  const never = (): Promise<never> => new Promise(() => undefined);
  const open = () => {
    const told: string[] = [];
    const logger: Logger = { ...nullLogger, warn: (message) => void told.push(message) };
    return { told, bus: createHookBus({ logger, timeout: 10 }) };
  };

  test("is left out from then on, told once; the others are still called", async () => {
    const { told, bus } = open();
    const calls: string[] = [];
    const handler = vi.fn(never);
    bus.add({ name: "beforeNodeExecute", handler, plugin: "slow", order: "normal" });
    bus.add({ name: "beforeNodeExecute", handler: () => void calls.push("quick"), plugin: "quick", order: "post" });
    for (let firing = 0; firing < 5; firing += 1) await bus.notify("beforeNodeExecute", event);
    expect(handler).toHaveBeenCalledTimes(3);
    expect(calls).toHaveLength(5);
    expect(told).toEqual([
      ...Array.from({ length: 3 }, () => "hook beforeNodeExecute failed: it did not return within 0.01 s"),
      "hook beforeNodeExecute failed: it was too slow 3 times in a row and is left out from here on",
    ]);
  });

  test.each(["transformJobRequest", "wrapNodeExecute"] as const)("is left out as %s, too", async (name) => {
    const { told, bus } = open();
    const handler = vi.fn(never);
    bus.add({ name, handler, plugin: "slow", order: "normal" });
    const request = { argv: ["true"], environment: {}, directory: "/job/out", staging: [] };
    for (let firing = 0; firing < 5; firing += 1) {
      if (name === "wrapNodeExecute") await bus.wrap(event, async () => undefined);
      else expect(await bus.transform(request, event, "/job")).toEqual(request);
    }
    expect(handler).toHaveBeenCalledTimes(3);
    expect(told.at(-1)).toContain("is left out from here on");
    expect(told).toHaveLength(4);
  });

  test("is called on when it was in time in between", async () => {
    const { bus } = open();
    let calls = 0;
    const handler = async (): Promise<void> => {
      calls += 1;
      if (calls % 3 !== 0) await never();
    };
    bus.add({ name: "beforeNodeExecute", handler, plugin: "slow", order: "normal" });
    for (let firing = 0; firing < 7; firing += 1) await bus.notify("beforeNodeExecute", event);
    expect(calls).toBe(7);
  });
});

test.each([
  ["directory", { directory: "/tmp" }],
  ["stdout", { stdout: "/job/../etc/passwd" }],
  ["stderr", { stderr: "/jobs/x" }],
  ["staging[0].target", { staging: [{ type: "literal", contents: "", target: "/home/x" }] }],
] as const)("a transformer that has a job write elsewhere fails it: %s", async (what, change) => {
  const bus = createHookBus({ logger: nullLogger });
  const handler = (request: JobRequest): JobRequest => ({ ...request, ...change });
  bus.add({ name: "transformJobRequest", handler, plugin: "odd", order: "normal" });
  const request = { argv: ["true"], environment: {}, directory: "/job/out", staging: [] };
  await expect(bus.transform(request, event, "/job")).rejects.toMatchObject({
    code: "PLUGIN_INVALID",
    actor: "plugin odd",
    message: expect.stringContaining(`${what} must be inside of the job's folder`) as string,
  });
});
