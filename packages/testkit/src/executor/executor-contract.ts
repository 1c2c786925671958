import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { isSluiceError, type Executor, type ExecutorHandle, type Json } from "@sluice/contracts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { eventually, settles } from "../suite/eventually.ts";
import { frozen } from "../suite/frozen.ts";
import { failure, rejects } from "../suite/rejects.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { runSuite, type Cases } from "../suite/run-suite.ts";

/** What the suite for executors is given. */
export interface ExecutorContractOptions extends SuiteOptions {
  /** Makes an executor. Where it runs functions, the folder for temporary files must be the same as here. */
  readonly factory: () => Executor | Promise<Executor>;
}

/**
 * Registers the tests that every {@link Executor} must pass: results and errors arrive, calls do not mix, and a call that
 * is cancelled ends.
 *
 * @example
 * ```ts
 * executorContract({ test, factory: () => createMyExecutor({ workers: 2 }) });
 * ```
 */
export function executorContract(options: ExecutorContractOptions): void {
  runSuite<Harness>({
    options,
    groups: { calls: callCases, cancel: cancelCases },
    open: async (wrap, stack) => {
      const folder = stack.use(await temporaryFolder());
      await writeFile(folder.at("tasks.mjs"), tasks);
      const module = pathToFileURL(folder.at("tasks.mjs")).href;
      const executor = stack.use(wrap(await options.factory()));
      const { signal } = new AbortController();
      const call: Harness["call"] = (name, args = null, by = signal) =>
        executor.submit({ task: { module, export: name }, args, signal: by });
      return { executor, module, call, result: (name, args) => settles(name, call(name, args).result) };
    },
  });
}

/** Functions that the calls name. */
const tasks = `
export const echo = (args) => args;
export const double = async ({ n }) => 2 * n;
export const late = ({ after, value }) => new Promise((resolve) => setTimeout(resolve, after, value));
export const fails = () => { throw new Error("the reason why"); };
export const rejects = async () => { throw new TypeError("another reason"); };
export const never = (_, { signal } = {}) => new Promise((_resolve, reject) => {
  const timer = setTimeout(() => {}, 60_000);
  signal?.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); });
});
export const notJson = () => ({ when: new Map() });
export const constant = 3;
`;

interface Harness {
  readonly executor: Executor;
  readonly module: string;
  readonly call: (name: string, args?: Json, signal?: AbortSignal) => ExecutorHandle;
  readonly result: (name: string, args?: Json) => Promise<Json>;
}

const callCases: Cases<Harness> = {
  "a function has its arguments, and its result arrives": async ({ result }) => {
    assert.equal(await result("double", { n: 21 }), 42);
    const value = { text: "é\u0000", n: -0.5, list: [null, true, { deep: [] }] };
    assert.deepEqual(await result("echo", value), value);
    assert.equal(await result("echo", null), null);
  },

  "large values arrive whole": async ({ result }) => {
    const value = { text: "é".repeat(200_000), list: Array.from({ length: 20_000 }, (_, index) => index) };
    assert.deepEqual(await result("echo", value), value);
  },

  "arguments stay as they are": async ({ result }) => {
    assert.deepEqual(await result("echo", frozen({ n: 1, list: [1] })), { n: 1, list: [1] });
  },

  "an error of the function arrives": async ({ result }) => {
    assert.match(String(await failure(() => result("fails"), "the function throws")), /the reason why/);
    assert.match(String(await failure(() => result("rejects"), "the function rejects")), /another reason/);
  },

  "an error is no obstacle for the next call": async ({ result }) => {
    await failure(() => result("fails"), "the function throws");
    assert.equal(await result("double", { n: 1 }), 2);
  },

  "a module or a function that does not exist is a coded error": async ({ result, executor }) => {
    await rejects("TASK_NOT_FOUND", () => result("nobody"));
    await rejects("TASK_NOT_FOUND", () => result("constant"));
    const { signal } = new AbortController();
    const task = { module: "file:///no/such/module.mjs", export: "echo" };
    await rejects("TASK_NOT_FOUND", () => executor.submit({ task, args: null, signal }).result);
  },

  "a result that is not JSON is a coded error": async ({ result }) => {
    await rejects("TASK_RESULT", () => result("notJson"));
  },

  "calls at the same time do not mix": async ({ call }) => {
    const calls = Array.from({ length: 20 }, (_, index) => call("late", { after: (index * 7) % 20, value: index }));
    assert.equal(new Set(calls.map(({ id }) => id)).size, 20, "ids are not unique");
    const results = await settles("the calls", Promise.all(calls.map(({ result }) => result)));
    assert.deepEqual(results, [...calls.keys()]);
  },

  "submitting answers at once": async ({ call }) => {
    const handle = call("late", { after: 50, value: 1 });
    assert.ok(handle.result instanceof Promise && typeof handle.id === "string");
    await settles("the call", handle.result);
  },
};

const cancelCases: Cases<Harness> = {
  "a call that is cancelled ends, and says so": async ({ call, result }) => {
    const handle = call("never");
    const ended = rejects("RUN_CANCELLED", () => handle.result);
    await settles("the cancellation", handle.cancel());
    await ended;
    assert.equal(await result("double", { n: 2 }), 4);
  },

  "a signal cancels, too": async ({ call }) => {
    const controller = new AbortController();
    const handle = call("never", null, controller.signal);
    const ended = failure(() => handle.result, "the call is cancelled");
    controller.abort(new Error("stop"));
    const thrown = await ended;
    if (isSluiceError(thrown)) assert.equal(thrown.code, "RUN_CANCELLED");
  },

  "a signal that is aborted already starts nothing": async ({ call }) => {
    await failure(() => call("echo", 1, AbortSignal.abort(new Error("stop"))).result, "the call is refused");
  },

  "cancelling a call that is over changes nothing": async ({ call }) => {
    const handle = call("double", { n: 3 });
    assert.equal(await settles("the call", handle.result), 6);
    await settles("the cancellation", handle.cancel());
    assert.equal(await handle.result, 6);
  },

  "a signal is of no use once there is an answer": async ({ call }) => {
    const { signal } = new AbortController();
    await settles("the call", call("double", { n: 1 }, signal).result);
    await failure(() => call("fails", null, signal).result, "the function throws");
    // A worker may need a moment to end after its answer.
    await eventually(
      "nobody listens to the signal any more",
      () => getEventListeners(signal, "abort").length === 0 || undefined,
    );
  },

  "the others go on": async ({ call }) => {
    const [cancelled, other] = [call("never"), call("late", { after: 100, value: "done" })];
    const ended = rejects("RUN_CANCELLED", () => cancelled.result);
    await cancelled.cancel();
    await ended;
    assert.equal(await settles("the other call", other.result), "done");
  },

  "disposing ends what is on its way, and twice is once": async ({ executor, call }) => {
    const ended = failure(() => call("never").result, "the call ends with the executor");
    await settles("disposing", executor[Symbol.asyncDispose]());
    await executor[Symbol.asyncDispose]();
    await ended;
  },
};
