import { executorPoint, SluiceError, type Executor, type ExecutorHandle, type Json } from "@sluice/contracts";
import { createHost } from "@sluice/core";
import { executorContract } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

await using host = await createHost();
const inline: Executor = host.extension(executorPoint, "inline");

/** The inline executor, which has no state of its own but its calls; each fake forgets to do one thing. */
const executor =
  (change: (handle: ExecutorHandle) => Partial<ExecutorHandle>, forgetful = false): (() => Executor) =>
  () => {
    const calls = new Set<ExecutorHandle>();
    return {
      submit: (input) => {
        const handle = inline.submit(input);
        calls.add(handle);
        const changed = { ...handle, ...change(handle) };
        changed.result.catch(() => {});
        return changed;
      },
      [Symbol.asyncDispose]: async () => {
        if (!forgetful) for (const handle of calls) await handle.cancel();
      },
    };
  };

describeSuite<() => Executor>({
  name: "executor",
  contract: (test, factory, wrapped) =>
    executorContract({ test, factory, wrapped, ...(!wrapped && { timeout: 8000 }) }),
  good: executor(() => ({})),
  broken: {
    "takes errors for results": {
      fake: executor(({ result }) => ({ result: result.catch((error: unknown) => String(error)) })),
      caughtBy: "calls: an error of the function arrives",
    },
    "does not say why": {
      fake: executor(({ result }) => ({
        result: result.catch((error: unknown) => {
          throw new Error("it failed", { cause: { error } });
        }),
      })),
      caughtBy: "calls: a module or a function that does not exist is a coded error",
    },
    "gives all calls one name": {
      fake: executor(() => ({ id: "call" })),
      caughtBy: "calls: calls at the same time do not mix",
    },
    "turns nothing into undefined": {
      fake: executor(({ result }) => ({ result: result.then((value) => value ?? (undefined as never)) })),
      caughtBy: "calls: a function has its arguments, and its result arrives",
    },
    "cuts off what is long": {
      fake: executor(({ result }) => ({
        result: result.then((value) => JSON.parse(JSON.stringify(value).slice(0, 65_536)) as Json),
      })),
      caughtBy: "calls: large values arrive whole",
    },
    "changes arguments in their place": {
      fake: () => {
        const made = executor(() => ({}))();
        const submit: Executor["submit"] = (input) =>
          made.submit({ ...input, args: Object.assign(input.args as object, { seen: true }) as Json });
        return { ...made, submit };
      },
      caughtBy: "calls: arguments stay as they are",
    },
    "listens to signals for ever": {
      fake: () => {
        const made = executor(() => ({}))();
        const submit: Executor["submit"] = (input) => {
          input.signal.addEventListener("abort", () => {});
          return made.submit(input);
        };
        return { ...made, submit };
      },
      caughtBy: "cancel: a signal is of no use once there is an answer",
    },
    "cancels without a word": {
      fake: executor(({ result }) => ({
        result: result.catch((error: unknown) => {
          if (error instanceof SluiceError && error.code === "RUN_CANCELLED") return new Promise<never>(() => {});
          throw error;
        }),
      })),
      caughtBy: "cancel: a call that is cancelled ends, and says so",
    },
    "leaves calls when it is disposed": {
      fake: executor(() => ({}), true),
      caughtBy: "cancel: disposing ends what is on its way, and twice is once",
    },
  },
});
