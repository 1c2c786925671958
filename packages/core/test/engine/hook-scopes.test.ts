import { SluiceError, operationPoint, type NodeEvent, type Plugin } from "@sluice/contracts";
import { beforeEach, expect, test } from "vitest";
import { createEngine, type Engine } from "../../src/create-engine.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import {
  chain,
  keepingLogger,
  listener,
  operations,
  plugin,
  told,
  value,
  type Call,
  type Logged,
} from "../hooks/sample-plugins.ts";

let order: string[];
let logged: Logged[];
beforeEach(() => {
  order = [];
  logged = [];
});

const open = (...plugins: readonly Plugin[]): Promise<Engine> =>
  createEngine({
    database: createMemoryDatabase(),
    logger: keepingLogger(logged),
    plugins,
    hookTimeout: 50,
    managers: { failureManager: { options: { retry_delay: 0 } } },
  });

/** Holds something for each firing, from its first hook on. */
const holder = plugin("holder", (host) => {
  const hold = ({ key, onDispose }: NodeEvent): void => {
    onDispose(() => void order.push(`first of ${key}`));
    onDispose(async () => {
      await Promise.resolve();
      order.push(`second of ${key}`);
    });
  };
  host.hook("beforeNodeExecute", hold);
  for (const name of ["afterNodeExecute", "onNodeError", "onNodeCancelled", "afterNodeRetry"] as const) {
    host.hook(name, ({ key }: NodeEvent) => void order.push(`${name} ${key}`), { order: "post" });
  }
  host.hook("afterGraphExecute", () => void order.push("end"));
});
const disposed = (key: string): string[] => [`second of ${key}`, `first of ${key}`];

test("what is held for a firing is disposed when it is completed, last first", async () => {
  const add = value(({ x }) => ({ y: x }));
  await using engine = await open(operations({ add, more: add }), holder);
  await (await engine.createRun({ graph: chain("add", "more"), inputs: {} })).execute();
  expect(order).toEqual([
    "afterNodeExecute /add#0",
    ...disposed("/add#0"),
    "afterNodeExecute /more#0",
    ...disposed("/more#0"),
    "end",
  ]);
});

test("it is held over repetitions, and disposed when the firing failed for good", async () => {
  const broken = value(() => {
    throw new SluiceError("JOB_KILLED", "no");
  });
  await using engine = await open(operations({ broken }), holder);
  await (await engine.createRun({ graph: chain("broken"), inputs: {}, options: { attempts: 2 } })).execute();
  expect(order).toEqual([
    "onNodeError /broken#0",
    "onNodeError /broken#0",
    "afterNodeRetry /broken#0",
    ...disposed("/broken#0"),
  ]);
});

test("it is disposed when the firing was cancelled", async () => {
  const begun = Promise.withResolvers<void>();
  const operation = {
    kind: "value",
    version: 1,
    evaluate: async ({ signal }: { signal: AbortSignal }) => {
      begun.resolve();
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("stopped"))));
      return {};
    },
  } as const;
  const waits = plugin("waits", (host) => host.provide(operationPoint, "slow", operation));
  await using engine = await open(waits, holder);
  const run = await engine.createRun({ graph: chain("slow"), inputs: {} });
  const ended = run.execute();
  await begun.promise;
  await run.cancel({ reason: "enough" });
  await ended;
  expect(order).toEqual(["onNodeCancelled /slow#0", ...disposed("/slow#0")]);
});

test("it is disposed, and the error told of, when the journal cannot be written any more", async () => {
  let broken = false;
  const database = createMemoryDatabase();
  const createRun = database.createRun.bind(database);
  database.createRun = async (input) => {
    const store = await createRun(input);
    const append = store.append.bind(store);
    store.append = (events) => {
      if (broken) throw new SluiceError("JOURNAL_CONFLICT", "somebody else was here");
      return append(events);
    };
    return store;
  };
  const add = value(() => {
    broken = true;
    return { y: 1 };
  });
  const errors = plugin("errors", (host) => host.hook("onGraphError", ({ error }) => void order.push(error.message)));
  await using engine = await createEngine({
    database,
    plugins: [operations({ add }), holder, errors],
  });
  const run = await engine.createRun({ graph: chain("add"), inputs: {} });
  await expect(run.execute()).rejects.toMatchObject({ code: "RUN_LOCKED" });
  expect(order).toEqual([expect.stringContaining("took over"), ...disposed("/add#0")]);
});

test("a disposal that fails, or never ends, is reported, and the others are done", async () => {
  const bad = plugin("bad", (host) =>
    host.hook("beforeNodeExecute", ({ onDispose }) => {
      onDispose(() => void order.push("done"));
      onDispose(() => {
        throw new Error("broken");
      });
      onDispose(() => new Promise(() => undefined));
    }),
  );
  await using engine = await open(operations({ add: value(() => ({ y: 1 })) }), bad);
  expect((await (await engine.createRun({ graph: chain("add"), inputs: {} })).execute()).status).toBe("completed");
  expect(order).toEqual(["done"]);
  expect(logged.map(({ message, fields }) => [fields.plugin, fields["code"], message])).toEqual([
    ["bad", "HOOK_TIMEOUT", "onDispose of /add#0 failed: it did not return within 0.05 s"],
    ["bad", "HOOK_FAILED", "onDispose of /add#0 failed: broken"],
  ]);
});

test("what is registered when the firing is over already is disposed at once", async () => {
  let late: NodeEvent | undefined;
  const keeps = plugin("keeps", (host) => host.hook("afterNodeExecute", (event) => void (late = event)));
  await using engine = await open(operations({ add: value(() => ({ y: 1 })) }), keeps);
  await (await engine.createRun({ graph: chain("add"), inputs: {} })).execute();
  late?.onDispose(() => void order.push("late"));
  expect(order).toEqual(["late"]);
});

test("a plugin of a run hears of that run alone, provides for it alone, and goes with it", async () => {
  const calls: Call[] = [];
  const heard: string[] = [];
  const own = plugin("own", (host) => {
    listener(calls)(host);
    host.provide(
      operationPoint,
      "own",
      value(({ x }) => ({ y: `own ${JSON.stringify(x)}` })),
    );
    host.on("hello", ({ runId }) => void heard.push(runId));
    host.hook("beforeGraphExecute", () => host.send({ type: "word", data: {} }), { order: "post" });
    host.onDispose(() => void order.push("disposed"));
  });
  const reports = plugin("reports", (host) => {
    host.hook("beforeGraphExecute", ({ reporter, runId }) => {
      reporter.on("word", () => void heard.push(`word to ${runId}`));
      reporter.report("hello", {});
    });
    host.hook("afterGraphExecute", () => void order.push("end"));
  });
  const release = Promise.withResolvers<void>();
  const add = value(async ({ x }) => {
    await release.promise;
    return { y: x };
  });
  await using engine = await open(operations({ add }), reports);
  const other = await engine.createRun({ graph: chain("add"), inputs: { x: 1 }, runId: "other" });
  const otherEnds = other.execute();
  const mine = await engine.createRun({ graph: chain("own"), inputs: { x: 2 }, runId: "mine", plugins: [own] });
  expect((await mine.execute()).outputs).toEqual({ y: "own 2" });
  release.resolve();
  await otherEnds;
  expect(order).toEqual(["end", "disposed", "end"]);
  expect(new Set(calls.map(({ event }) => event["runId"]))).toEqual(new Set(["mine"]));
  expect(told(calls)).toEqual([
    "beforeGraphExecute",
    "beforeNodeExecute /own#0",
    "afterNodeExecute /own#0",
    "afterGraphExecute",
  ]);
  expect(heard.filter((each) => each.startsWith("word"))).toEqual(["word to mine"]);
  expect(heard.filter((each) => !each.startsWith("word"))).toEqual(["mine"]);
  await expect(engine.createRun({ graph: chain("own"), inputs: {} })).rejects.toMatchObject({ code: "PLUGIN_MISSING" });
});

test("two engines in one process do not see each other's plugins", async () => {
  const seen: string[] = [];
  const mine = (name: string): Plugin =>
    plugin("mine", (host) => {
      host.provide(
        operationPoint,
        `only-${name}`,
        value(() => ({ y: name })),
      );
      host.hook("afterGraphExecute", () => void seen.push(name));
      host.on("*", ({ type }) => void seen.push(`${name} hears ${type}`));
      host.hook("beforeNodeExecute", ({ reporter }) => reporter.report(`from ${name}`, {}));
    });
  await using one = await open(mine("one"));
  await using two = await open(mine("two"));
  expect((await (await one.createRun({ graph: chain("only-one"), inputs: {} })).execute()).outputs).toEqual({
    y: "one",
  });
  expect(seen).toEqual(["one hears from one", "one"]);
  await expect(two.createRun({ graph: chain("only-one"), inputs: {} })).rejects.toMatchObject({
    code: "PLUGIN_MISSING",
  });
  await one[Symbol.asyncDispose]();
  expect((await (await two.createRun({ graph: chain("only-two"), inputs: {} })).execute()).outputs).toEqual({
    y: "two",
  });
  expect(seen.slice(2)).toEqual(["two hears from two", "two"]);
});
