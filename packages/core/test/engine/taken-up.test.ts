import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  definePlugin,
  operationPoint,
  schedulerPoint,
  type Database,
  type InputStamps,
  type Json,
  type JobOperation,
  type Plugin,
  type RunEvent,
  type Scheduler,
} from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine } from "../../src/create-engine.ts";
import { createGraphBuilder } from "../../src/graph/index.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import { defaultSchedulerFactory } from "../../src/schedule/index.ts";

let folder: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-taken-up-"));
  database = createMemoryDatabase({ home: folder });
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const operation: JobOperation = {
  kind: "job",
  version: 1,
  prepare: ({ directories }) =>
    Promise.resolve({
      argv: ["true"],
      environment: { PATH: process.env["PATH"] ?? "" },
      directory: directories.output,
      staging: [],
    }),
  collect: ({ directories }) => Promise.resolve({ y: directories.job }),
};

/** Its jobs go into an environment that no configuration knows. */
const moving: JobOperation = {
  ...operation,
  moveTo: ({ target }) =>
    Promise.resolve({
      target: { ...target, deployment: "made-up" },
      deployment: { name: "made-up", type: "local", config: {}, external: false, lazy: true },
    }),
};

/** A journal as an engine leaves it that dies while a job waits to be submitted. */
async function crash(
  location: string,
  deployment = "local",
  name = "job",
  last?: RunEvent,
  stamps?: InputStamps,
): Promise<void> {
  const builder = createGraphBuilder({ name: "one", frontend: "test" });
  const [x, y] = [builder.addInput("x"), builder.addPort("/y", 0)];
  const ref = { name, version: 1, params: null };
  builder.addStep("/job", { kind: "execute", depth: 0, inputs: { x: { port: x } }, outputs: { y }, operation: ref });
  builder.setOutput("y", y);
  const options = { onError: "stop", window: 8, attempts: 1 } as const;
  const run = {
    run: "r",
    graph: builder.build(),
    inputs: { x: { value: 1 } },
    ...(stamps && { inputStamps: { value: stamps as unknown as Json } }),
    options,
    engine: "0",
    plugins: {},
    origin: {},
  };
  const key = { step: "/job", tag: "0", attempt: 1 };
  const place = { job: "old", deployment, location, directory: join(folder, "old"), hardware: { cores: 1 } };
  const events: RunEvent[] = [
    { type: "run_created", data: run },
    { type: "run_started", data: { host: "h", pid: 1, engine: "0", retryFailed: true, freshAttempts: true } },
    { type: "job_scheduled", data: { ...key, ...place } },
    ...(last ? [last] : []),
  ];
  await using store = await database.createRun({ run: "r", name: "one" });
  await store.append({ expectedSeq: 0, events, summary: { status: "running" } });
}

let calls: string[];
beforeEach(() => void (calls = []));

/** The default scheduler under another name, with a note of what is asked of it. */
const plugin: Plugin = definePlugin({
  name: "test",
  version: "1.0.0",
  engine: "*",
  setup(host) {
    host.provide(operationPoint, "job", operation);
    host.provide(operationPoint, "moving", moving);
    host.provide(schedulerPoint, "noting", {
      create: (input): Scheduler => {
        const inner = defaultSchedulerFactory.create(input);
        return {
          ...inner,
          restore: (projection) => {
            calls.push(`restore ${projection.jobs.map(({ job }) => job).join()}`);
            return inner.restore(projection);
          },
          allocate: (request) => {
            calls.push("allocate");
            return inner.allocate(request);
          },
          adopt: (given) => {
            calls.push(`adopt ${given.job}`);
            return inner.adopt(given);
          },
          forget: (given) => {
            calls.push(`forget ${given.job}`);
            inner.forget?.(given);
          },
        };
      },
    });
  },
});

const resume = async (how: { readonly acceptChanges?: boolean } = {}) => {
  await using engine = await createEngine({
    // The test closes it.
    database: Object.create(database, { [Symbol.asyncDispose]: { value: async () => undefined } }) as Database,
    plugins: [plugin],
    managers: { scheduler: { type: "noting" } },
  });
  const run = await engine.resumeRun({ run: "r", allowUpgrade: true, ...how });
  const result = await run.execute();
  expect(result.failures).toEqual([]);
  return result;
};

test("another scheduler takes over a job of an engine that died", async () => {
  await crash("localhost");
  const { status, outputs } = await resume();
  expect([status, outputs["y"]]).toEqual(["completed", join(folder, "old")]);
  expect(calls.slice(0, 2)).toEqual(["restore old", "adopt old"]);
  expect(calls).not.toContain("allocate");
});

test("a job that was never submitted starts in a folder of its own when inputs changed since it was made", async () => {
  const input = join(folder, "input");
  writeFileSync(input, "old");
  const before = { size: 3, modified: "1", inode: "1", checksum: "sha1$0" };
  await crash("localhost", "local", "job", undefined, { [input]: before });
  const { status, outputs } = await resume({ acceptChanges: true });
  expect(status).toBe("completed");
  expect(outputs["y"]).toMatch(/job/);
  expect(outputs["y"]).not.toBe(join(folder, "old"));
  await using store = await database.openRun({ run: "r" });
  const failed = [];
  for await (const event of store.read()) if (event.type === "step_failed") failed.push(event.data);
  // It costs none of the attempts.
  expect(failed).toMatchObject([{ attempt: 1, uncounted: true, error: { code: "JOB_LOST" } }]);
});

test("a job is found again in an environment that its operation made up", async () => {
  await crash("localhost", "made-up", "moving");
  const { status, outputs } = await resume();
  expect([status, outputs["y"]]).toEqual(["completed", join(folder, "old")]);
  expect(calls.slice(0, 2)).toEqual(["restore old", "adopt old"]);
});

test("a job whose location is gone gives back what was set aside before it is placed again", async () => {
  await crash("gone");
  const { status, outputs } = await resume();
  expect(status).toBe("completed");
  expect(outputs["y"]).not.toBe(join(folder, "old"));
  expect(calls.slice(0, 3)).toEqual(["restore old", "forget old", "allocate"]);
});

/** What the wrapper of the job wrote while no engine ran. */
function jobEnded(record: object): void {
  mkdirSync(join(folder, "old"));
  writeFileSync(join(folder, "old", "exit.json"), `${JSON.stringify(record)}\n`);
}

test("a job that ended meanwhile by itself is believed", async () => {
  await crash("localhost");
  jobEnded({ code: 0 });
  expect((await resume()).outputs["y"]).toBe(join(folder, "old"));
});

test.each([
  ["was asked to end and says that all went well", { code: 0, interrupted: true }],
  ["was asked to end and says that it failed", { code: 3, interrupted: true }],
  ["a signal ended", { code: 143 }],
  ["was killed", { code: 137 }],
])("a job that %s meanwhile is done again, and that counts as no failure", async (_name, record) => {
  await crash("localhost");
  jobEnded(record);
  expect((await resume()).outputs["y"]).not.toBe(join(folder, "old"));
  await using store = await database.openRun({ run: "r", readonly: true });
  const failed = (await Array.fromAsync(store.read())).find(({ type }) => type === "step_failed");
  expect(failed?.data).toMatchObject({ error: { code: "JOB_LOST" }, retry: { delayMs: 0 }, uncounted: true });
});

test("a job that its time ended meanwhile has failed", async () => {
  await crash("localhost");
  jobEnded({ code: 0, timedOut: true, interrupted: true });
  await using engine = await createEngine({ database, plugins: [plugin], managers: { scheduler: { type: "noting" } } });
  const run = await engine.resumeRun({ run: "r", allowUpgrade: true });
  expect((await run.execute()).failures.map(({ error }) => error.code)).toEqual(["JOB_TIMEOUT"]);
});

test("a job of a run that was being cancelled when its engine died is never believed", async () => {
  await crash("localhost", "local", "job", { type: "cancel_requested", data: { reason: "enough" } });
  jobEnded({ code: 0 });
  expect((await resume()).outputs["y"]).not.toBe(join(folder, "old"));
});

test("a run that cannot be taken up holds nothing", async () => {
  await crash("localhost");
  await using engine = await createEngine({
    database: Object.create(database, { [Symbol.asyncDispose]: { value: async () => undefined } }) as Database,
    plugins: [plugin],
    managers: { scheduler: { type: "noting" } },
  });
  engine.context.failureManager.restore = () => Promise.reject(new Error("cannot"));
  await expect(engine.resumeRun({ run: "r", allowUpgrade: true })).rejects.toThrow("cannot");
  expect(calls).toEqual(["restore old", "forget old"]);
});
