import {
  definePlugin,
  failureManagerPoint,
  operationPoint,
  SluiceError,
  type FailureManager,
  type Json,
  type JsonObject,
  type Plugin,
  type StoredRunEvent,
  type ValueOperation,
  type WorkflowGraph,
} from "@sluice/contracts";
import { expect, test } from "vitest";
import { createEngine } from "../../src/create-engine.ts";
import { createGraphBuilder } from "../../src/graph/index.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import { createLife, mortalDatabase } from "./mortal-engine.ts";
import { keepingLogger, type Logged } from "../hooks/sample-plugins.ts";

type Evaluate = (inputs: JsonObject, attempt: number, signal: AbortSignal) => Promise<JsonObject> | JsonObject;

const operation = (evaluate: Evaluate): ValueOperation => ({
  kind: "value",
  version: 1,
  evaluate: async ({ inputs, attempt, signal }) => evaluate(inputs, attempt, signal),
});

function operations(all: Readonly<Record<string, Evaluate>>, more: Partial<Plugin> = {}): Plugin {
  return definePlugin({
    name: "test",
    version: "1.0.0",
    engine: "*",
    setup(host) {
      for (const [name, evaluate] of Object.entries(all)) host.provide(operationPoint, name, operation(evaluate));
    },
    ...more,
  });
}

const ref = (name: string): { name: string; version: number; params: Json } => ({ name, version: 1, params: null });

/** x → operation → y, for each of several operations side by side. */
function sideBySide(names: readonly string[]): WorkflowGraph {
  const builder = createGraphBuilder({ name: "side by side", frontend: "test" });
  const x = builder.addInput("x");
  for (const name of names) {
    const y = builder.addPort(`/${name}/y`, 0);
    const inputs = { x: { port: x } };
    builder.addStep(`/${name}`, { kind: "transform", depth: 0, inputs, outputs: { y }, operation: ref(name) });
    builder.setOutput(name, y);
  }
  return builder.build();
}

/** Scatters a list of lists twice and squares each element. */
function nested(): WorkflowGraph {
  const builder = createGraphBuilder({ name: "nested", frontend: "test" });
  const ports = [builder.addInput("x"), builder.addPort("/row", 1), builder.addPort("/cell", 2)] as const;
  const scatter = { method: "dotproduct", scatter: ["x"], kind: "scatter" } as const;
  builder.addStep("/rows", { ...scatter, depth: 0, inputs: { x: { port: ports[0] } }, outputs: { x: ports[1] } });
  builder.addStep("/cells", { ...scatter, depth: 1, inputs: { x: { port: ports[1] } }, outputs: { x: ports[2] } });
  const squared = builder.addPort("/squared", 2);
  const inputs = { x: { port: ports[2] } };
  builder.addStep("/square", {
    kind: "transform",
    depth: 2,
    inputs,
    outputs: { y: squared },
    operation: ref("square"),
  });
  const row = builder.addPort("/gathered", 1);
  builder.addStep("/g1", {
    kind: "gather",
    depth: 1,
    inputs: { y: { port: squared } },
    scatter: "/cells",
    outputs: { y: row },
  });
  const all = builder.addPort("/all", 0);
  builder.addStep("/g0", {
    kind: "gather",
    depth: 0,
    inputs: { y: { port: row } },
    scatter: "/rows",
    outputs: { y: all },
  });
  builder.setOutput("y", all);
  return builder.build();
}

const square: Evaluate = ({ x }) => ({ y: (x as number) ** 2 });

test("lists that are stored as blobs are scattered, also when they are elements of one", async () => {
  await using engine = await createEngine({ database: createMemoryDatabase(), plugins: [operations({ square })] });
  const x = Array.from({ length: 40 }, (_, row) => Array.from({ length: 500 }, (_cell, cell) => row * 1000 + cell));
  expect(JSON.stringify(x).length).toBeGreaterThan(64 * 1024);
  const run = await engine.createRun({ graph: nested(), inputs: { x } });
  const { status, outputs } = await run.execute();
  expect(status).toBe("completed");
  expect(outputs["y"]).toEqual(x.map((row) => row.map((cell) => cell ** 2)));
});

test("the journal of a run is complete, ordered and speaks of each firing once", async () => {
  await using engine = await createEngine({ database: createMemoryDatabase(), plugins: [operations({ square })] });
  const run = await engine.createRun({ graph: nested(), inputs: { x: [[1, 2], [], [3]] } });
  const heard: StoredRunEvent[] = [];
  run.subscribe((event) => heard.push(event));
  await run.execute();
  const store = await engine.database.openRun({ run: run.id, readonly: true });
  const events = await Array.fromAsync(store.read());
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.slice(1)).toEqual(heard);
  expect(events.filter(({ type }) => type === "step_completed").length).toBe(3);
  expect(await store.summary()).toMatchObject({ status: "completed", completed: 3, known: 3, failed: 0 });
});

const fails: Evaluate = () => {
  throw new SluiceError("CWL_EXPRESSION", "no such thing");
};

test("a failure is reported with its step, and with on-error continue the rest is done", async () => {
  await using engine = await createEngine({
    database: createMemoryDatabase(),
    plugins: [operations({ fails, square })],
  });
  const run = await engine.createRun({
    graph: sideBySide(["fails", "square"]),
    inputs: { x: 3 },
    options: { onError: "continue" },
  });
  const result = await run.execute();
  expect(result.status).toBe("failed");
  expect(result.outputs).toEqual({ fails: null, square: 9 });
  expect(result.failures).toMatchObject([{ step: "/fails", tag: "0", error: { code: "CWL_EXPRESSION" } }]);
});

test("what failed is tried again when the run is resumed, and nothing else is", async () => {
  let broken = true;
  let squares = 0;
  const plugin = operations({
    fails: (inputs, attempt, signal) => (broken ? fails(inputs, attempt, signal) : { y: "mended" }),
    square: (inputs, attempt, signal) => {
      squares += 1;
      return square(inputs, attempt, signal);
    },
  });
  await using engine = await createEngine({ database: createMemoryDatabase(), plugins: [plugin] });
  const run = await engine.createRun({ graph: sideBySide(["square", "fails"]), inputs: { x: 2 } });
  expect((await run.execute()).status).toBe("failed");
  broken = false;
  const again = await engine.resumeRun({ run: run.id });
  expect(await again.execute()).toMatchObject({ status: "completed", outputs: { square: 4, fails: "mended" } });
  expect(squares).toBe(1);
  const over = await engine.resumeRun({ run: run.id });
  expect(await over.execute()).toMatchObject({ status: "completed", outputs: { square: 4, fails: "mended" } });
  expect(squares).toBe(1);
});

test("a retryable failure is repeated as often as the options say", async () => {
  const attempts: number[] = [];
  const flaky: Evaluate = (_inputs, attempt) => {
    attempts.push(attempt);
    if (attempt < 3) throw new SluiceError("JOB_LOST", "gone");
    return { y: attempt };
  };
  await using engine = await createEngine({ database: createMemoryDatabase(), plugins: [operations({ flaky })] });
  const run = await engine.createRun({ graph: sideBySide(["flaky"]), inputs: { x: 0 }, options: { attempts: 3 } });
  expect(await run.execute()).toMatchObject({ status: "completed", outputs: { flaky: 3 } });
  expect(attempts).toEqual([1, 2, 3]);
});

test("a cancelled run ends, and goes on where it was when it is resumed", async () => {
  const begun = Promise.withResolvers<void>();
  let patient = false;
  const slow: Evaluate = (_inputs, _attempt, signal) => {
    begun.resolve();
    if (patient) return { y: "done" };
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
  };
  await using engine = await createEngine({ database: createMemoryDatabase(), plugins: [operations({ slow })] });
  const run = await engine.createRun({ graph: sideBySide(["slow"]), inputs: { x: 0 } });
  const ended = run.execute();
  await begun.promise;
  await run.cancel({ reason: "the test says so" });
  expect((await ended).status).toBe("cancelled");
  patient = true;
  const again = await engine.resumeRun({ run: run.id });
  expect(await again.execute()).toMatchObject({ status: "completed", outputs: { slow: "done" } });
});

test("hooks see every step and the run; one that throws changes nothing; a wrapper answers in a step's place", async () => {
  const calls: string[] = [];
  const plugin = operations(
    { square, cached: fails },
    {
      setup(host) {
        host.provide(operationPoint, "square", operation(square));
        host.provide(operationPoint, "cached", operation(fails));
        host.hook("beforeGraphExecute", ({ nodeCount }) => void calls.push(`graph ${nodeCount}`));
        host.hook(
          "beforeNodeExecute",
          async ({ key, inputs }) => void calls.push(`before ${key} ${JSON.stringify(await inputs())}`),
        );
        host.hook("afterNodeExecute", ({ key, result }) => void calls.push(`after ${key} ${JSON.stringify(result)}`));
        host.hook("afterNodeExecute", () => {
          throw new Error("a broken hook");
        });
        host.hook("afterGraphExecute", ({ result }) => void calls.push(`end ${JSON.stringify(result)}`));
        host.hook("wrapNodeExecute", async ({ metadata }, next) =>
          metadata.operation === "cached" ? { outputs: { y: "hit" } } : next(),
        );
      },
    },
  );
  await using engine = await createEngine({ database: createMemoryDatabase(), plugins: [plugin] });
  const run = await engine.createRun({ graph: sideBySide(["square", "cached"]), inputs: { x: 5 } });
  const events: StoredRunEvent[] = [];
  run.subscribe((event) => events.push(event));
  expect((await run.execute()).outputs).toEqual({ square: 25, cached: "hit" });
  expect(calls[0]).toBe("graph 2");
  expect(calls).toContain('before /square#0 {"x":5}');
  expect(calls).toContain('after /square#0 {"y":25}');
  expect(calls).not.toContain('before /cached#0 {"x":5}');
  expect(calls.at(-1)).toBe('end {"square":25,"cached":"hit"}');
  const answered = events.find((event) => event.type === "step_completed" && event.data.step === "/cached");
  expect(answered?.data).toMatchObject({ answeredBy: "test" });
});

test("two engines live in one process, and only one of them drives a run", async () => {
  const database = createMemoryDatabase();
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const slow: Evaluate = async () => {
    begun.resolve();
    await release.promise;
    return { y: 1 };
  };
  await using one = await createEngine({ database, plugins: [operations({ slow })] });
  await using two = await createEngine({ database, plugins: [operations({ slow })] });
  const run = await one.createRun({ graph: sideBySide(["slow"]), inputs: { x: 0 } });
  const ended = run.execute();
  await begun.promise;
  await expect(two.resumeRun({ run: run.id })).rejects.toMatchObject({ code: "RUN_LOCKED" });
  release.resolve();
  expect((await ended).status).toBe("completed");
});

test("an operation that is not there is refused before anything is written", async () => {
  await using engine = await createEngine({ database: createMemoryDatabase() });
  await expect(engine.createRun({ graph: sideBySide(["square"]), inputs: {} })).rejects.toMatchObject({
    code: "PLUGIN_MISSING",
  });
  expect(await engine.database.listRuns()).toEqual([]);
});

test("a listener that throws is reported, and neither the run nor other listeners suffer", async () => {
  const logged: Logged[] = [];
  const plugins = [operations({ add: ({ x }) => ({ y: x as number }) })];
  await using engine = await createEngine({
    database: createMemoryDatabase(),
    logger: keepingLogger(logged),
    plugins,
  });
  const run = await engine.createRun({ graph: sideBySide(["add"]), inputs: { x: 1 } });
  const heard: string[] = [];
  using _broken = run.subscribe(({ type }) => {
    if (type === "step_completed") throw new Error("broken");
  });
  using _sound = run.subscribe(({ type }) => void heard.push(type));
  expect(await run.execute()).toMatchObject({ status: "completed", outputs: { add: 1 } });
  expect(heard).toEqual(["run_started", "step_completed", "run_completed"]);
  expect(logged.map(({ message }) => message)).toEqual(["a listener of the run failed at event 3: broken"]);
});

test.each([
  ["the files of a plugin cannot be read", {}, "gone"],
  ["there is no such store for results", { cache: { folder: "/c", store: "none" } }, "no plugin provides cache-store"],
])("a run that cannot be made because %s leaves nothing", async (_why, options, message) => {
  const integrity = (): Promise<string> => Promise.reject(new Error("gone"));
  const own = operations({ add: () => ({ y: 1 }) });
  const isGone = message === "gone";
  await using engine = await createEngine({
    database: createMemoryDatabase(),
    sources: [{ name: own.name, origin: "config", load: () => own, ...(isGone && { integrity }) }],
  });
  const making = engine.createRun({ graph: sideBySide(["add"]), inputs: { x: 1 }, options });
  await expect(making).rejects.toThrow(message);
  expect(await engine.database.listRuns()).toEqual([]);
});

test.each<readonly [string, () => unknown]>([
  [
    "throws",
    () => {
      throw new Error("broken");
    },
  ],
  ["answers nothing", () => undefined],
  ["names no time", () => ({ action: "retry", delayMs: Number.NaN })],
  ["names a time before now", () => ({ action: "retry", delayMs: -1 })],
  ["names a time that never comes", () => ({ action: "retry", delayMs: Infinity })],
])("a failure manager that %s is reported, and the step has failed as if there were none", async (_what, decide) => {
  const logged: Logged[] = [];
  const manager = definePlugin({
    name: "hasty",
    version: "1.0.0",
    engine: "*",
    setup: (host) => {
      const made = { restore: () => undefined, decide: decide as FailureManager["decide"] };
      host.provide(failureManagerPoint, "hasty", { create: () => made });
    },
  });
  const fails = operations({
    add: () => {
      throw new SluiceError("JOB_KILLED", "no");
    },
  });
  await using engine = await createEngine({
    database: createMemoryDatabase(),
    logger: keepingLogger(logged),
    plugins: [fails, manager],
    managers: { failureManager: { type: "hasty" } },
  });
  const run = await engine.createRun({ graph: sideBySide(["add"]), inputs: { x: 1 }, options: { attempts: 3 } });
  const { status, failures } = await run.execute();
  expect([status, failures.map(({ error }) => error.message)]).toEqual(["failed", ["no"]]);
  expect(logged.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^the failure manager failed: (failure-manager hasty of plugin \w+: broken|plugin \w+: failure-manager hasty gave no proper answer to 'decide': .+); \/add 0 is not tried/,
    ),
  ]);
});

test("an engine that lost its run to another one says so", async () => {
  await using database = createMemoryDatabase({ home: "/nowhere" });
  const life = createLife();
  const started = Promise.withResolvers<void>();
  const slow = operations({
    slow: async () => {
      started.resolve();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { y: 1 };
    },
  });
  const engine = await createEngine({ database: mortalDatabase(database, life), plugins: [slow] });
  const run = await engine.createRun({ graph: sideBySide(["slow"]), inputs: { x: 1 }, runId: "r" });
  const ended = run.execute();
  await started.promise;
  life.end();
  await expect(ended).rejects.toMatchObject({
    code: "RUN_LOCKED",
    message: "another engine took over the run r, so this one has stopped",
  });
  await engine[Symbol.asyncDispose]();
});

test.each(["flat_crossproduct", "nested_crossproduct"] as const)(
  "a %s of more elements than anybody can wait for is refused before the first",
  async (method) => {
    const builder = createGraphBuilder({ name: "huge", frontend: "test" });
    const [a, b] = [builder.addInput("a"), builder.addInput("b")];
    const isFlat = method === "flat_crossproduct";
    const outputs = { a: builder.addPort("/s/a", 1), b: builder.addPort("/s/b", isFlat ? 1 : 2) };
    const position = { file: "huge.cwl", line: 3, column: 5 };
    const inputs = { a: { port: a }, b: { port: b } };
    builder.addStep("/s", { kind: "scatter", depth: 0, method, scatter: ["a", "b"], inputs, outputs, position });
    await using engine = await createEngine({ database: createMemoryDatabase() });
    const list = Array.from({ length: 100_000 }, (_, index) => index);
    const run = await engine.createRun({ graph: builder.build(), inputs: { a: list, b: list } });
    const { status, failures } = await run.execute();
    expect([status, failures.map(({ error }) => error)]).toEqual([
      "failed",
      [
        {
          code: "SCATTER_SIZE",
          message: "a scatter has at most 10000000 elements: a has 100000, b has 100000",
          retryable: false,
          position,
        },
      ],
    ]);
  },
);
