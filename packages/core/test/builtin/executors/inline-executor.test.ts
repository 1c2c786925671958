import { executorPoint, type Executor, type Json } from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createInlineExecutor } from "../../../src/builtin/executors/inline-executor.ts";
import { createHost } from "../../../src/create-host.ts";

const module = new URL("tasks.ts", import.meta.url).href;
const { signal } = new AbortController();
let executor: Executor;
beforeEach(() => void (executor = createInlineExecutor()));
afterEach(() => executor[Symbol.asyncDispose]());

const call = (name: string, args: Json = null, given = signal) =>
  executor.submit({ task: { module, export: name }, args, signal: given });

test("runs what a module exports", async () => {
  expect(await call("add", { x: 1, y: 2 }).result).toBe(3);
  expect(await call("nothing").result).toBeNull();
  expect(call("add", { x: 1, y: 2 }).id).not.toBe(call("add", { x: 1, y: 2 }).id);
});

test("errors of a function are its own", async () => {
  await expect(call("fail").result).rejects.toThrow("no luck");
});

test.each([
  ["date", "the result of date is not JSON: list.1 is a Date"],
  ["circle", "the result of circle is not JSON: me contains itself"],
])("%s has no result that can travel", async (name, message) => {
  await expect(call(name).result).rejects.toMatchObject({ code: "TASK_RESULT", message });
});

test("what is not there is said, with what may have been meant", async () => {
  await expect(call("ad").result).rejects.toMatchObject({ code: "TASK_NOT_FOUND", hint: "Did you mean 'add'?" });
  const hint = expect.stringMatching(/^It exports: add, .*wait/) as string;
  await expect(call("constant").result).rejects.toMatchObject({ code: "TASK_NOT_FOUND", hint });
  const missing = executor.submit({ task: { module: `${module}.gone`, export: "add" }, args: null, signal });
  await expect(missing.result).rejects.toMatchObject({ code: "TASK_NOT_FOUND" });
});

test.each(["wait", "never"])("%s ends when its call is cancelled", async (name) => {
  const handle = call(name);
  await handle.cancel();
  await expect(handle.result).rejects.toMatchObject({ code: "RUN_CANCELLED" });
});

test("an abort ends a call, before and while it runs, and so does the end of the executor", async () => {
  const controller = new AbortController();
  const running = call("never", null, controller.signal);
  controller.abort();
  const late = call("add", { x: 1, y: 1 }, controller.signal);
  const left = call("never");
  await executor[Symbol.asyncDispose]();
  for (const { result } of [running, late, left]) {
    await expect(result).rejects.toMatchObject({ code: "RUN_CANCELLED" });
  }
});

test("is the default executor", async () => {
  await using host = await createHost();
  const found = host.extension(executorPoint, executorPoint.default ?? "");
  const { result } = found.submit({ task: { module, export: "add" }, args: { x: 2, y: 2 }, signal });
  expect(await result).toBe(4);
});
