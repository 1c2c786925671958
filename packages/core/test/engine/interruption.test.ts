import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { quote } from "@sluice/connector-kit";
import {
  failureManagerPoint,
  SluiceError,
  type Database,
  type JobOperation,
  type Plugin,
  type RunEvent,
  type RunStore,
  type StoredRunEvent,
  type WorkflowGraph,
} from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine, type EngineOptions } from "../../src/create-engine.ts";
import { createGraphBuilder } from "../../src/graph/index.ts";
import type { Run } from "../../src/engine/run.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import { chain, operations, plugin, script, value } from "../hooks/sample-plugins.ts";
import { replay } from "./simulation.ts";

let home: string;
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), "sluice-interruption-"))));
afterEach(() => rmSync(home, { recursive: true }));

/** Its output is the text that it left in a file, however it ended. */
const writing = (text: string): JobOperation =>
  script(text.replaceAll("HOME", quote(home)), {
    collect: async ({ exit, directories }) => {
      if (exit.code !== 0) throw new SluiceError("JOB_KILLED", `the script ended with ${exit.code}`);
      return { y: readFileSync(join(directories.output, "made"), "utf8").trim() };
    },
  });

/** Takes its time in the first attempt, and the end of it for a success. */
const pleased = (): JobOperation =>
  writing(`
  echo start >>HOME/starts
  trap 'exit 0' TERM
  echo half >made
  test -e HOME/go || { touch HOME/running; sleep 30 & wait; }
  echo whole >made`);

async function until(file: string): Promise<void> {
  while (!existsSync(join(home, file))) await sleep(5);
}

const lines = (file: string): string[] => readFileSync(join(home, file), "utf8").trim().split("\n");

async function eventsOf(options: EngineOptions, run: string): Promise<StoredRunEvent[]> {
  await using engine = await createEngine(options);
  await using store = await engine.database.openRun({ run, readonly: true });
  return await Array.fromAsync(store.read());
}

const attempts = (events: readonly StoredRunEvent[], type: StoredRunEvent["type"]): string[] =>
  events.flatMap((event) =>
    event.type === type && "step" in event.data ? `${event.data.step} ${event.data.tag} ${event.data.attempt}` : [],
  );

/** Steps that depend on nothing but the input. */
function beside(...names: readonly string[]): WorkflowGraph {
  const builder = createGraphBuilder({ name: "beside", frontend: "test" });
  const x = builder.addInput("x");
  for (const name of names) {
    const y = builder.addPort(`/${name}/y`, 0);
    const operation = { name, version: 1, params: null };
    const step = { depth: 0, inputs: { x: { port: x } }, outputs: { y }, operation };
    if (name.startsWith("job")) builder.addStep(`/${name}`, { ...step, kind: "execute", hardware: { cores: 1 } });
    else builder.addStep(`/${name}`, { ...step, kind: "transform" });
    builder.setOutput(name, y);
  }
  return builder.build();
}

async function resume(options: EngineOptions, run: string): Promise<Awaited<ReturnType<Run["execute"]>>> {
  await using engine = await createEngine(options);
  return await (await engine.resumeRun({ run })).execute();
}

test("a job that was told to stop is no success, whatever it says, and is done again in a folder of its own", async () => {
  const options: EngineOptions = { home, plugins: [operations({ job: pleased() })] };
  {
    await using engine = await createEngine(options);
    const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 }, runId: "r" });
    const over = run.execute();
    await until("running");
    await run.cancel({ reason: "enough" });
    expect((await over).status).toBe("cancelled");
  }
  writeFileSync(join(home, "go"), "");
  expect(await resume(options, "r")).toMatchObject({ status: "completed", outputs: { y: "whole" } });
  expect(lines("starts")).toEqual(["start", "start"]);
  const events = await eventsOf(options, "r");
  const scheduled = events.flatMap(({ type, data }) => (type === "job_scheduled" ? data : []));
  expect(scheduled.map(({ attempt }) => attempt)).toEqual([1, 2]);
  expect(new Set(scheduled.map(({ directory }) => directory)).size).toBe(2);
  expect(new Set(scheduled.map(({ job }) => job)).size).toBe(2);
});

test("what its time ends has no outputs, also when it says that all went well", async () => {
  const job = pleased();
  const limited: JobOperation = { ...job, prepare: async (input) => ({ ...(await job.prepare(input)), timeout: 1 }) };
  await using engine = await createEngine({ home, plugins: [operations({ job: limited })] });
  const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 } });
  expect((await run.execute()).failures.map(({ error }) => error.code)).toEqual(["JOB_TIMEOUT"]);
});

test("a job that asks all of its processes to end, and does not mean itself, goes on as it says", async () => {
  const asking = writing("trap '' TERM; kill -TERM 0; echo fine >made");
  await using engine = await createEngine({ home, plugins: [operations({ job: asking })] });
  const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 } });
  expect(await run.execute()).toMatchObject({ status: "completed", outputs: { y: "fine" } });
});

test("a job that is asked to end a moment before its engine is, and takes it for a success, is done again", async () => {
  const options: EngineOptions = { home, plugins: [operations({ job: pleased() })] };
  {
    await using engine = await createEngine(options);
    const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 }, runId: "r" });
    const wrapper = new Promise<number>((resolve) => {
      run.subscribe(({ type, data }) => {
        if (type === "job_submitted") resolve(data.handle.data["pid"] as number);
      });
    });
    const over = run.execute();
    await until("running");
    process.kill(-(await wrapper), "SIGTERM");
    const directory = readdirSync(join(home, "runs", "r", "jobs"))[0] as string;
    await until(join("runs", "r", "jobs", directory, "exit.json"));
    await run.cancel({ reason: "the machine goes down" });
    expect((await over).status).toBe("cancelled");
  }
  writeFileSync(join(home, "go"), "");
  expect(await resume(options, "r")).toMatchObject({ status: "completed", outputs: { y: "whole" } });
});

test.each(["run_started", "job_scheduled", "job_submitted"] as const)(
  "a cancellation as soon as %s is committed ends everything",
  async (moment) => {
    const options: EngineOptions = { home, plugins: [operations({ job: pleased(), job2: pleased() })] };
    {
      await using engine = await createEngine(options);
      const run = await engine.createRun({ graph: beside("job", "job2"), inputs: { x: 1 }, runId: "r" });
      using _subscription = run.subscribe(({ type }) => {
        if (type === moment) void run.cancel({ reason: "at once" });
      });
      expect((await run.execute()).status).toBe("cancelled");
    }
    writeFileSync(join(home, "go"), "");
    const outputs = { job: "whole", job2: "whole" };
    expect(await resume(options, "r")).toMatchObject({ status: "completed", outputs });
  },
);

test("a cancellation that is committed together with a submission ends the job", async () => {
  const events: string[] = [];
  await using engine = await createEngine({ home, plugins: [operations({ job: pleased() })] });
  const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 } });
  using _subscription = run.subscribe(({ type }) => {
    events.push(type);
    // The local connector answers in a few turns of microtasks: both are in the next commit.
    if (type === "job_scheduled") setImmediate(() => void run.cancel({ reason: "now" }));
  });
  expect((await run.execute()).status).toBe("cancelled");
  expect(events.filter((type) => type === "step_cancelled")).toEqual(["step_cancelled"]);
});

test("a cancellation that cannot be committed kills what runs all the same, and ends the run", async () => {
  const database = createMemoryDatabase();
  let isFull = false;
  const limited = (store: RunStore): RunStore =>
    Object.create(store, {
      append: {
        value: async (input: Parameters<RunStore["append"]>[0]) => {
          if (isFull) throw new SluiceError("DISK_FULL", "no space left on /data");
          return store.append(input);
        },
      },
    }) as RunStore;
  const full = Object.create(database, {
    createRun: { value: async (input: never) => limited(await database.createRun(input)) },
    [Symbol.asyncDispose]: { value: async () => undefined },
  }) as Database;
  const job = writing("echo $$ >HOME/running.new; mv HOME/running.new HOME/running; exec sleep 600");
  await using engine = await createEngine({ home, database: full, plugins: [operations({ job })] });
  const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 } });
  const over = run.execute();
  await until("running");
  isFull = true;
  void run.cancel({ reason: "enough" });
  await expect(over).rejects.toMatchObject({ code: "DISK_FULL" });
  const pid = Number(readFileSync(join(home, "running"), "utf8"));
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
}, 60_000);

test("a run that is cancelled before it is driven starts nothing", async () => {
  await using engine = await createEngine({ home, plugins: [operations({ job: pleased() })] });
  const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 } });
  await run.cancel({ reason: "never mind" });
  expect((await run.execute()).status).toBe("cancelled");
  expect(existsSync(join(home, "starts"))).toBe(false);
});

/** Everything that can keep an attempt from ending. None of it listens to a signal. */
const obstacles: Readonly<Record<string, (gate: Promise<void>) => Plugin>> = {
  "an operation that computes": (gate) => operations({ computed: value(() => gate.then(() => ({ y: 1 }))) }),
  "a hook in its place": (gate) =>
    plugin("stuck", (host) =>
      host.hook("wrapNodeExecute", async (_event, next) => {
        await gate;
        return next();
      }),
    ),
  "a hook before it": (gate) => plugin("stuck", (host) => host.hook("beforeNodeExecute", () => gate)),
  "a hook that changes its job": (gate) =>
    plugin("stuck", (host) => host.hook("transformJobRequest", (request) => gate.then(() => request))),
  "what it needs": (gate) =>
    operations({ job: { ...pleased(), prepare: (input) => gate.then(() => pleased().prepare(input)) } }),
};

test.each(Object.keys(obstacles))("a cancellation does not wait for %s", async (name) => {
  const gate = Promise.withResolvers<void>();
  const obstacle = (obstacles[name] as (typeof obstacles)[string])(gate.promise);
  const plugins = obstacle.name === "operations" ? [obstacle] : [operations({ job: pleased() }), obstacle];
  await using engine = await createEngine({ home, plugins });
  const graph = chain(name === "an operation that computes" ? "computed" : "job");
  const run = await engine.createRun({ graph, inputs: { x: 1 } });
  const cancelled = new Promise<void>((resolve) => {
    run.subscribe(({ type }) => {
      if (type === "step_cancelled") resolve();
    });
  });
  const over = run.execute();
  await sleep(100);
  const asked = run.cancel({ reason: "enough" });
  await cancelled;
  await asked;
  gate.resolve();
  expect((await over).status).toBe("cancelled");
  expect(existsSync(join(home, "starts"))).toBe(false);
});

test("a stopped run starts nothing new: what waits for hardware, a pause or its files is withdrawn, what runs may end", async () => {
  const cores = 2;
  const late = writing(`touch HOME/running; until test -e HOME/go; do sleep 0.02; done; echo late >made`);
  const failing = script(`until test -e ${quote(home)}/running; do sleep 0.02; done; exit 3`, {
    collect: async () => {
      throw new SluiceError("JOB_FAILED", "no");
    },
  });
  const waiting = writing("echo start >>HOME/starts; echo done >made");
  let tries = 0;
  const pausing = value(() => {
    tries += 1;
    if (tries === 1) throw new SluiceError("TRANSFER_FAILED", "not now");
    return { y: tries };
  });
  const options: EngineOptions = {
    home,
    deployments: [{ name: "local", type: "local", config: { cores }, external: true, lazy: true }],
    managers: { failureManager: { options: { max_retries: 2, retry_delay: 1000 } } },
    plugins: [operations({ joblate: late, jobfails: failing, job1: waiting, job2: waiting, pausing })],
  };
  {
    await using engine = await createEngine(options);
    const graph = beside("joblate", "jobfails", "job1", "job2", "pausing");
    const run = await engine.createRun({ graph, inputs: { x: 1 }, runId: "r" });
    using _subscription = run.subscribe(({ type }) => {
      if (type === "step_cancelled") writeFileSync(join(home, "go"), "");
    });
    const result = await run.execute();
    expect(result).toMatchObject({ status: "failed", outputs: { joblate: "late" } });
    expect(result.failures.map(({ step }) => step)).toEqual(["/jobfails"]);
    expect(run.progress()).toMatchObject({ completed: 1, failed: 1, running: 0 });
  }
  expect(existsSync(join(home, "starts"))).toBe(false);
  expect(attempts(await eventsOf(options, "r"), "step_cancelled").toSorted()).toEqual([
    "/job1 0 1",
    "/job2 0 1",
    "/pausing 0 2",
  ]);
  const again = await resume(options, "r");
  expect(again.outputs).toMatchObject({ job1: "done", job2: "done", pausing: 2 });
  expect(again.failures.map(({ step }) => step)).toEqual(["/jobfails"]);
});

test("what was cancelled counts as no failure, and what succeeded on its second attempt is not done again", async () => {
  const asked: string[] = [];
  const counting = plugin("counting", (host) => {
    host.provide(failureManagerPoint, "counting", {
      create: () => ({
        restore: () => undefined,
        decide: ({ key, failures }) => {
          asked.push(`${key.step} ${key.attempt} ${failures}`);
          return failures < 2 ? { action: "retry", delayMs: 0 } : { action: "fail" };
        },
      }),
    });
  });
  const flaky = writing(`echo try >>HOME/tries; test "$(wc -l <HOME/tries)" -ge 2 || exit 3; echo fine >made`);
  const later = writing(`
    echo start >>HOME/starts
    case $(wc -l <HOME/starts) in 1|2) touch HOME/running; sleep 30;; 3) exit 4;; *) echo made >made;; esac`);
  const options: EngineOptions = {
    home,
    plugins: [counting, operations({ jobflaky: flaky, joblater: later })],
    managers: { failureManager: { type: "counting" } },
  };
  for (const round of [1, 2]) {
    await using engine = await createEngine(options);
    const run =
      round === 1
        ? await engine.createRun({ graph: chain("jobflaky", "joblater"), inputs: { x: 1 }, runId: "r" })
        : await engine.resumeRun({ run: "r" });
    const over = run.execute();
    await until("running");
    rmSync(join(home, "running"));
    await run.cancel({ reason: "enough" });
    expect((await over).status).toBe("cancelled");
  }
  expect(await resume(options, "r")).toMatchObject({ status: "completed" });
  expect(lines("tries")).toEqual(["try", "try"]);
  expect(asked).toEqual(["/jobflaky 1 1", "/joblater 3 1"]);
});

test("journals of before are folded as they were written: what was cancelled kept its number then", () => {
  const key = { step: "/job", tag: "0", attempt: 1 };
  const place = { job: "j", deployment: "local", location: "l", directory: "/", hardware: {} };
  const run = { run: "r", graph: chain("job"), inputs: { x: { value: 1 } }, engine: "0", plugins: {}, origin: {} };
  const started = (freshAttempts: boolean): RunEvent => ({
    type: "run_started",
    data: { host: "h", pid: 1, engine: "0", retryFailed: true, freshAttempts },
  });
  const cancelled: RunEvent[] = [
    { type: "run_created", data: { ...run, options: { onError: "stop", window: 8, attempts: 1 } } },
    started(false),
    { type: "job_scheduled", data: { ...key, ...place } },
    { type: "cancel_requested", data: { reason: "enough" } },
    { type: "step_cancelled", data: key },
    { type: "run_cancelled", data: { reason: "enough" } },
  ];
  const attemptAfter = (...events: RunEvent[]): number | undefined =>
    replay([...cancelled, ...events]).active.get("/job#0")?.attempt;
  expect(attemptAfter(started(false))).toBe(1);
  expect(attemptAfter(started(true))).toBe(2);
});
