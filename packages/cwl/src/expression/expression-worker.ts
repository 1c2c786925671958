import { existsSync, readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { makeSnapshot } from "./engine-snapshot.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import { compileWasm, type WasmModule } from "./web-assembly.ts";
import {
  ControlIndex,
  idleSlot,
  type SandboxFailure,
  type WorkerBatch,
  type WorkerJob,
  type WorkerOutcome,
  type WorkerReply,
  type WorkerStart,
} from "./worker-protocol.ts";

// This file is an entry of its own: it must import nothing that needs a resolve condition or a bundler.

const { control, clock } = workerData as WorkerStart;
const state = new Int32Array(control);
const startedAt = new BigInt64Array(clock);
/** Most recently used last. */
const sandboxes = new Map<string, Sandbox>();
const maxSandboxes = 8;
/** How long finished work may wait for the rest of its batch. */
const replyIntervalMs = 5;
const engine = loadEngine();
let deadline = Infinity;
let slot = idleSlot;

/**
 * A bundle keeps `quickjs.wasm` and the snapshot that belongs to it beside this file; otherwise the one comes with its package, and the
 * other is made.
 */
async function loadEngine(): Promise<{ readonly wasm: WasmModule; readonly snapshot: Uint8Array }> {
  const beside = (name: string): URL => new URL(`./${name}`, import.meta.url);
  const binary = beside("quickjs.wasm");
  const wasm = compileWasm(
    readFileSync(existsSync(binary) ? binary : new URL(import.meta.resolve("quickjs-wasi/quickjs.wasm"))),
  );
  const snapshot = beside("quickjs.snapshot");
  return { wasm, snapshot: existsSync(snapshot) ? readFileSync(snapshot) : await makeSnapshot(wasm) };
}

function interrupted(): boolean {
  return performance.now() > deadline || Atomics.load(state, ControlIndex.flags + slot) !== 0;
}

function sandboxKey(job: WorkerJob): string {
  return `${job.library} ${job.memoryBytes}`;
}

async function sandboxFor(
  job: WorkerJob,
  expressionLib: readonly string[],
): Promise<Sandbox | { readonly failure: SandboxFailure }> {
  const key = sandboxKey(job);
  const known = sandboxes.get(key);
  sandboxes.delete(key);
  const sandbox = known?.usable
    ? known
    : await createSandbox({
        ...(await engine),
        expressionLib,
        memoryBytes: job.memoryBytes,
        interrupted,
      });
  if ("evaluate" in sandbox) sandboxes.set(key, sandbox);
  const [oldest] = sandboxes.keys();
  if (sandboxes.size > maxSandboxes && oldest !== undefined) sandboxes.delete(oldest);
  return sandbox;
}

async function run(job: WorkerJob, expressionLib: readonly string[]): Promise<WorkerOutcome> {
  const outcome = await runTasks(job, expressionLib);
  const key = sandboxKey(job);
  const sandbox = sandboxes.get(key);
  sandbox?.close();
  // Memory that has grown is given back now, not when the sandbox is asked for again.
  if (sandbox?.usable === false) sandboxes.delete(key);
  return outcome;
}

async function runTasks(job: WorkerJob, expressionLib: readonly string[]): Promise<WorkerOutcome> {
  const values: string[] = [];
  const globals = `{"inputs":${job.inputs},"runtime":${job.runtime},"wide":${job.wide ?? "null"}}`;
  let sandbox: Sandbox | undefined;
  for (const [task, { form, body, self }] of job.tasks.entries()) {
    startClock(job, task);
    if (!sandbox?.usable) {
      const made = await sandboxFor(job, expressionLib);
      if ("failure" in made) return { slot: job.slot, task, failure: made.failure };
      sandbox = made;
      startClock(job, task);
      const failure = sandbox.open(globals, job.tasks.length - task > 1);
      if (failure !== undefined) return { slot: job.slot, task, failure };
    }
    startClock(job, task);
    const result = sandbox.evaluate(form, body, self);
    if ("failure" in result) return { slot: job.slot, task, failure: result.failure };
    values.push(result.value);
  }
  return { slot: job.slot, values };
}

function startClock(job: WorkerJob, task: number): void {
  slot = job.slot;
  deadline = performance.now() + job.timeoutMs;
  Atomics.store(startedAt, 0, process.hrtime.bigint());
  Atomics.store(state, ControlIndex.task, task);
  Atomics.store(state, ControlIndex.slot, slot);
  Atomics.store(state, ControlIndex.begun, 1);
}

async function runBatch(batch: WorkerBatch): Promise<void> {
  const libraries = new Map(batch.libraries);
  let outcomes: WorkerOutcome[] = [];
  let replied = performance.now();
  await engine;
  for (const job of batch.jobs) {
    outcomes.push(await run(job, libraries.get(job.library) ?? []));
    if (performance.now() - replied > replyIntervalMs) {
      reply({ outcomes, last: false });
      outcomes = [];
      replied = performance.now();
    }
  }
  Atomics.store(state, ControlIndex.slot, idleSlot);
  reply({ outcomes, last: true });
}

function reply(message: WorkerReply): void {
  parentPort?.postMessage(message);
}

parentPort?.on("message", (batch: WorkerBatch) => {
  void runBatch(batch);
});
