import { randomUUID } from "node:crypto";
import {
  didYouMean,
  maxValueDepth,
  SluiceError,
  thrownText,
  type Executor,
  type ExecutorHandle,
  type Json,
  type PortableTask,
  isExactNumber,
} from "@sluice/contracts";

/**
 * Runs functions in the engine's own process. A function gets its arguments and an object with a `signal`; one that does not heed the signal goes
 * on after its call was cancelled, and nobody hears of its result.
 */
export function createInlineExecutor(): Executor {
  const calls = new Set<AbortController>();
  return {
    submit({ task, args, signal }): ExecutorHandle {
      const cancelled = new AbortController();
      const either = AbortSignal.any([signal, cancelled.signal]);
      calls.add(cancelled);
      const result = untilAborted(run(task, args, either), either).finally(() => calls.delete(cancelled));
      // Whoever takes the result hears of errors; who never does must not end the process.
      result.catch(() => undefined);
      return {
        id: randomUUID(),
        result,
        async cancel() {
          cancelled.abort();
          await result.catch(() => undefined);
        },
      };
    },
    async [Symbol.asyncDispose]() {
      for (const call of calls) call.abort();
      return Promise.resolve();
    },
  };
}

async function run(task: PortableTask, args: Json, signal: AbortSignal): Promise<Json> {
  // Whoever submits gets the handle first.
  await Promise.resolve();
  const found = await find(task);
  signal.throwIfAborted();
  const value: unknown = await found(args, { signal });
  return asJson(value ?? null, task);
}

type TaskFunction = (args: Json, options: { readonly signal: AbortSignal }) => unknown;

/** @throws `TASK_NOT_FOUND` */
async function find({ module, export: name }: PortableTask): Promise<TaskFunction> {
  let loaded: Readonly<Record<string, unknown>>;
  try {
    loaded = (await import(module)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const message = thrownText(error);
    throw new SluiceError("TASK_NOT_FOUND", `${module} cannot be loaded: ${message}`, { cause: error });
  }
  const found = Object.hasOwn(loaded, name) ? loaded[name] : undefined;
  if (typeof found === "function") return found as TaskFunction;
  const functions = Object.keys(loaded).filter((each) => typeof loaded[each] === "function");
  const hint = functions.length === 0 ? "It exports no functions." : `It exports: ${functions.join(", ")}.`;
  throw new SluiceError("TASK_NOT_FOUND", `${module} exports no function '${name}'`, {
    hint: didYouMean(name, functions) ?? hint,
  });
}

/** @throws `TASK_RESULT` naming the part that is not JSON */
function asJson(value: unknown, { export: name }: PortableTask): Json {
  const fault = notJson(value, "", []);
  if (fault === undefined) return value as Json;
  throw new SluiceError("TASK_RESULT", `the result of ${name} is not JSON: ${fault}`, {
    hint: "Answer with texts, finite numbers, true, false, null, lists and plain objects of those.",
  });
}

function notJson(value: unknown, at: string, above: readonly unknown[]): string | undefined {
  if (above.length > maxValueDepth) return `it nests deeper than ${maxValueDepth} levels`;
  const where = at === "" ? "it" : at.slice(1);
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `${where} is ${value}`;
  if (isExactNumber(value)) return undefined;
  if (typeof value !== "object") return `${where} is ${value === undefined ? "undefined" : `a ${typeof value}`}`;
  if (above.includes(value)) return `${where} contains itself`;
  const inside = [...above, value];
  if (Array.isArray(value)) return firstFault(value.map((item, index) => notJson(item, `${at}.${index}`, inside)));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `${where} is a ${value.constructor.name}`;
  return firstFault(Object.entries(value).map(([key, item]) => notJson(item, `${at}.${key}`, inside)));
}

function firstFault(faults: readonly (string | undefined)[]): string | undefined {
  return faults.find((fault) => fault !== undefined);
}

async function untilAborted(result: Promise<Json>, signal: AbortSignal): Promise<Json> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new SluiceError("RUN_CANCELLED", "the call was cancelled"));
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  // The function may fail later, when nobody listens any more.
  result.catch(() => undefined);
  try {
    return await Promise.race([promise, result]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
