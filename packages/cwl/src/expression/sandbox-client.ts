import type { Worker } from "node:worker_threads";
import { SluiceError, thrownText } from "@sluice/contracts";
import {
  batchSlots,
  ControlIndex,
  idleSlot,
  type SandboxFailure,
  type WorkerBatch,
  type WorkerJob,
  type WorkerOutcome,
  type WorkerReply,
  type WorkerStart,
} from "./worker-protocol.ts";

/** The JavaScript of one job, as the evaluator hands it over. */
export interface SandboxJob extends Omit<WorkerJob, "slot" | "library"> {
  readonly expressionLib: readonly string[];
}

export type SandboxOutcome =
  | { readonly values: readonly string[] }
  | { readonly failure: SandboxFailure; readonly task: number };

/** Runs jobs in one worker thread, which is started with the first job, if not before, and replaced when it has to be killed. */
export interface SandboxClient extends AsyncDisposable {
  /** Rejects only when the signal is aborted or the client is disposed of. */
  run(job: SandboxJob, signal?: AbortSignal): Promise<SandboxOutcome>;
  /** Starts the thread before there is a job for it. */
  prepare(): void;
}

interface Pending {
  readonly job: SandboxJob;
  settled: boolean;
  slot: number;
  /** How many threads have ended under it that did not say what they worked on. */
  lost: number;
  settle(outcome: SandboxOutcome): void;
  reject(reason: unknown): void;
}

interface Thread {
  readonly worker: Worker;
  readonly state: Int32Array;
  readonly startedAt: BigInt64Array;
}

/** The engine stops itself at its limit; what still runs this much later is stuck inside one of its functions. */
const graceMs = 50;
/** How long a thread may take before it works on what it was given. */
const startLimitMs = 60_000;
/** Characters of a batch after which no further job is added: replies should not be far apart. */
const maxBatchLength = 4 * 1024 * 1024;
/** Numbers are forgotten then, so that a long life with many documents does not fill the memory. */
const maxLibraries = 256;
const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";

export function createSandboxClient(): SandboxClient {
  let thread: Thread | undefined;
  let queue: Pending[] = [];
  let running: Pending[] = [];
  let flushing = false;
  let disposed = false;
  let watchdog: NodeJS.Timeout | undefined;
  let idleChecks = 0;
  const libraryNumbers = new Map<string, number>();
  let numberOfArray = new WeakMap<readonly string[], number>();
  let nextLibrary = 0;

  function libraryNumber(expressionLib: readonly string[]): number {
    const known = numberOfArray.get(expressionLib);
    if (known !== undefined) return known;
    const key = JSON.stringify(expressionLib);
    if (libraryNumbers.size >= maxLibraries) {
      libraryNumbers.clear();
      numberOfArray = new WeakMap();
    }
    const number = libraryNumbers.get(key) ?? nextLibrary++;
    libraryNumbers.set(key, number);
    numberOfArray.set(expressionLib, number);
    return number;
  }

  function start(): Thread {
    const control = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (ControlIndex.flags + batchSlots));
    const clock = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
    const state = new Int32Array(control);
    state[ControlIndex.slot] = idleSlot;
    // Most documents have no JavaScript: what it needs is loaded with the first that has.
    const { Worker: Thread } = process.getBuiltinModule("node:worker_threads");
    const worker = new Thread(new URL(`./expression-worker.${extension}`, import.meta.url), {
      name: "sluice-expressions",
      workerData: { control, clock } satisfies WorkerStart,
      // Nothing of the process is of use to it.
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    const started: Thread = { worker, state, startedAt: new BigInt64Array(clock) };
    worker.on("message", (reply: WorkerReply) => {
      if (thread === started) receive(reply);
    });
    worker.on("error", (error: Error) => {
      if (thread === started) replace(died(error), Atomics.load(state, ControlIndex.slot));
    });
    worker.on("exit", (code) => {
      const failure = { kind: "defect", message: `its thread ended with code ${code}` } as const;
      if (thread === started) replace(failure, Atomics.load(state, ControlIndex.slot));
    });
    return started;
  }

  /** Collects the jobs of the current turn, so that they travel in one message. */
  function flushSoon(): void {
    if (flushing || running.length > 0) return;
    flushing = true;
    queueMicrotask(() => {
      flushing = false;
      flush();
    });
  }

  function flush(): void {
    if (running.length > 0 || queue.length === 0 || disposed) return;
    try {
      thread ??= start();
    } catch (error) {
      // The system refuses another thread.
      const failure = {
        kind: "start",
        message: `no thread can be started for it: ${thrownText(error)}`,
        cause: error,
      } as const;
      for (const pending of queue.splice(0)) pending.settle({ failure, task: 0 });
      return;
    }
    const { worker, state } = thread;
    const libraries = new Map<number, readonly string[]>();
    const jobs: WorkerJob[] = [];
    let length = 0;
    let count = 0;
    while (count < queue.length && count < batchSlots && length < maxBatchLength) {
      const pending = queue[count] as Pending;
      const { expressionLib, ...rest } = pending.job;
      const library = libraryNumber(expressionLib);
      libraries.set(library, expressionLib);
      pending.slot = count;
      jobs.push({ ...rest, slot: count, library });
      length += rest.inputs.length;
      count += 1;
    }
    running = queue.slice(0, count);
    queue = queue.slice(count);
    idleChecks = 0;
    state.fill(0, ControlIndex.flags);
    worker.ref();
    worker.postMessage({ libraries: [...libraries], jobs } satisfies WorkerBatch);
    watch(Math.min(...jobs.map((job) => job.timeoutMs)) + graceMs);
  }

  function receive({ outcomes, last }: WorkerReply): void {
    for (const outcome of outcomes) running[outcome.slot]?.settle(withoutSlot(outcome));
    if (!last) return;
    running = [];
    clearTimeout(watchdog);
    // An idle worker must not keep the process alive.
    if (queue.length === 0) thread?.worker.unref();
    flush();
  }

  function watch(delayMs: number): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(check, Math.min(delayMs, 2 ** 31 - 1));
  }

  /** The worker stores the time before the slot, and here the slot is read first: a new slot is never paired with an old time. */
  function check(): void {
    if (thread === undefined) return;
    const slot = Atomics.load(thread.state, ControlIndex.slot);
    const current = running[slot];
    if (current === undefined) {
      idleChecks += 1;
      if (idleChecks * graceMs < startLimitMs) return watch(graceMs);
      return replace({ kind: "timeout", message: "its thread did not begin" }, idleSlot);
    }
    idleChecks = 0;
    const elapsedMs = Number(process.hrtime.bigint() - Atomics.load(thread.startedAt, 0)) / 1e6;
    const remainingMs = current.job.timeoutMs + graceMs - elapsedMs;
    if (remainingMs > 0) watch(remainingMs + 1);
    else replace({ kind: "timeout", message: "killed" }, slot);
  }

  /**
   * Gives up the thread; the job that it worked on gets the blame, the others of the batch are run again. Which job that is, is asked
   * once: the thread may go on meanwhile.
   */
  function replace(failure: SandboxFailure, slot: number): void {
    const lost = thread;
    thread = undefined;
    clearTimeout(watchdog);
    if (lost === undefined) return;
    void lost.worker.terminate();
    const left = running.filter((pending) => !pending.settled);
    running = [];
    const blamed = left.find((pending) => pending.slot === slot);
    const last = (blamed?.job.tasks.length ?? 1) - 1;
    blamed?.settle({ failure, task: Math.min(Atomics.load(lost.state, ControlIndex.task), last) });
    if (slot === idleSlot) {
      // A thread that dies before its first task will die again: nothing is repeated then.
      const begun = Atomics.load(lost.state, ControlIndex.begun) === 1;
      for (const pending of left)
        if (!begun || ++pending.lost > 1) pending.settle({ failure: asEnd(failure, begun), task: 0 });
    }
    const again = left.filter((pending) => !pending.settled);
    queue = [...again, ...queue];
    flush();
  }

  return {
    run(job, signal) {
      signal?.throwIfAborted();
      if (disposed) return Promise.reject(closed());
      const { promise, resolve, reject } = Promise.withResolvers<SandboxOutcome>();
      const onAbort = (): void => {
        queue = queue.filter((other) => other !== pending);
        // The engine looks at this flag while it runs, and before it starts.
        if (running.includes(pending) && thread !== undefined)
          Atomics.store(thread.state, ControlIndex.flags + pending.slot, 1);
        pending.reject(signal?.reason);
      };
      const finish = (): boolean => {
        if (pending.settled) return false;
        pending.settled = true;
        signal?.removeEventListener("abort", onAbort);
        return true;
      };
      const pending: Pending = {
        job,
        settled: false,
        slot: idleSlot,
        lost: 0,
        settle: (outcome) => void (finish() && resolve(outcome)),
        reject: (reason) => void (finish() && reject(reason)),
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      queue.push(pending);
      flushSoon();
      return promise;
    },
    prepare() {
      if (disposed || thread !== undefined) return;
      try {
        thread = start();
        thread.worker.unref();
      } catch {
        // The first job finds out whether it still cannot be started, and says why.
      }
    },
    async [Symbol.asyncDispose]() {
      disposed = true;
      clearTimeout(watchdog);
      for (const pending of [...running, ...queue]) pending.reject(closed());
      running = [];
      queue = [];
      const last = thread;
      thread = undefined;
      await last?.worker.terminate();
    },
  };
}

function withoutSlot(outcome: WorkerOutcome): SandboxOutcome {
  return "values" in outcome ? { values: outcome.values } : { failure: outcome.failure, task: outcome.task };
}

/** What breaks a thread before it begins has nothing to do with an expression. */
function asEnd(failure: SandboxFailure, begun: boolean): SandboxFailure {
  return begun || failure.kind !== "defect" ? failure : { ...failure, kind: "start" };
}

function died(error: Error): SandboxFailure {
  const outOfMemory = (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
  return { kind: outOfMemory ? "memory" : "defect", message: error.message, cause: error };
}

function closed(): SluiceError {
  return new SluiceError("RUN_CANCELLED", "The expression evaluator was closed before the expression was evaluated.");
}
