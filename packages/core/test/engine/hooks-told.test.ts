import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import {
  operationPoint,
  SluiceError,
  type Database,
  type HookName,
  type NodeEvent,
  type Plugin,
  type RunStore,
  type StoredRunEvent,
  type ValueOperation,
  type WorkflowGraph,
} from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine, type Engine } from "../../src/create-engine.ts";
import { createGraphBuilder } from "../../src/graph/index.ts";
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
import { createLife, mortalDatabase, type Life } from "./mortal-engine.ts";

let home: string;
let database: Database;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "sluice-told-"));
  database = createMemoryDatabase({ home });
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
});

const add = value(({ x }) => ({ y: (x as number) + 1 }));
/** Fails the first time. */
const flaky = value(({ x }, attempt) => {
  if (attempt === 1) throw new SluiceError("JOB_KILLED", "not yet");
  return { y: x };
});
const broken = value(() => {
  throw new SluiceError("CWL_EXPRESSION", "no such thing");
});

/** Hooks that hear of the journal; what comes before a thing is told when the thing is begun again. */
const names: HookName[] = ["afterNodeExecute", "onNodeError", "afterNodeRetry", "afterGraphExecute", "onGraphError"];

/** Hears everything that hooks hear as long as its engine lives, some turns of the loop later each. */
const mortal = (life: Life, calls: Call[], turns: number): Plugin =>
  plugin("mortal", (host) => {
    for (const name of names) {
      const hear = (event: Call["event"]): void | Promise<void> => {
        if (!life.goesOn()) throw new Error("dead");
        if (turns > 0) return hearLater(event);
        calls.push({ name, event });
      };
      const hearLater = async (event: Call["event"]): Promise<void> => {
        for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        if (!life.over) calls.push({ name, event });
      };
      host.hook(name, hear as never);
    }
  });

const engineOf = (life: Life, plugins: readonly Plugin[]): Promise<Engine> =>
  createEngine({
    database: mortalDatabase(database, life),
    plugins: [operations({ add, flaky, broken }), ...plugins],
    logger: keepingLogger([]),
    managers: { failureManager: { options: { retry_delay: 0 } } },
  });

/** Drives a run with an engine that dies: creates it, or takes it up. Whatever becomes of it. */
async function drive(life: Life, plugins: readonly Plugin[], graph?: WorkflowGraph): Promise<void> {
  await using engine = await engineOf(life, plugins);
  const run = graph
    ? await engine.createRun({ graph, inputs: { x: 1 }, runId: "r", options: { attempts: 2 } })
    : await engine.resumeRun({ run: "r", allowUpgrade: true });
  await run.execute();
}

async function journal(): Promise<StoredRunEvent[]> {
  await using store = await database.openRun({ run: "r", readonly: true });
  return await Array.fromAsync(store.read());
}

/** What hooks must hear of a journal, as `hook seq`. */
const owed = (events: readonly StoredRunEvent[]): string[] =>
  events.flatMap(({ type, data, seq }) => {
    const retry = "attempt" in data && data.attempt > 1 ? [`afterNodeRetry ${seq}`] : [];
    if (type === "step_completed") return [`afterNodeExecute ${seq}`, ...retry];
    if (type === "step_failed") return [`onNodeError ${seq}`, ...retry];
    if (type === "run_completed") return [`afterGraphExecute ${seq}`];
    if (type === "run_failed") return [`onGraphError ${seq}`];
    return [];
  });
const heard = (calls: readonly Call[]): string[] => calls.map(({ name, event }) => `${name} ${String(event["seq"])}`);
/** Two chains beside each other. */
function twoChains(): WorkflowGraph {
  const builder = createGraphBuilder({ name: "two", frontend: "test" });
  const x = builder.addInput("x");
  for (const lane of ["a", "b"]) {
    let last = x;
    for (const name of ["add", "flaky", "add"]) {
      const path = `/${lane}${last}${name}`.replaceAll("/", "_").replace("_", "/");
      const y = builder.addPort(`${path}/y`, 0);
      const inputs = { x: { port: last } };
      const operation = { name, version: 1, params: null };
      builder.addStep(path, { kind: "transform", depth: 0, inputs, outputs: { y }, operation });
      last = y;
    }
    builder.setOutput(lane, last);
  }
  return builder.build();
}

test("however often engines die, hooks hear of everything that is committed, in its order, and little of it twice", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(24), { maxLength: 6 }), fc.nat(4), async (lives, turns) => {
      const all: Call[] = [];
      let graph: WorkflowGraph | undefined = twoChains();
      for (const moments of [...lives, Infinity]) {
        const calls: Call[] = [];
        const life = createLife(moments);
        const before = graph ? [] : await journal();
        const resumed = graph === undefined;
        const position = before.findLast(({ data }) => data.told !== undefined)?.data.told ?? 0;
        const isOver = before.some(({ type }) => type === "run_completed");
        try {
          await drive(life, [mortal(life, calls, turns)], graph);
        } catch (error) {
          // Dead, or told everything about a run that is over.
          expect(life.over || (isOver && (error as SluiceError).code === "RUN_STATE")).toBe(true);
        }
        const seqs = calls.map(({ event }) => event["seq"] as number);
        expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
        // Nothing that was certainly told is told again.
        expect(seqs.filter((seq) => seq <= position)).toEqual([]);
        expect(calls.every(({ event }) => event["resumed"] === resumed)).toBe(true);
        all.push(...calls);
        const exists = (await database.listRuns()).some(({ run }) => run === "r");
        if (exists) graph = undefined;
      }
      const events = await journal();
      expect(events.some(({ type }) => type === "run_completed")).toBe(true);
      expect([...new Set(heard(all))].toSorted()).toEqual(owed(events).toSorted());
      await database.removeRun({ run: "r" });
    }),
    { numRuns: 25 },
  );
}, 120_000);

/** The position that a journal ends with. */
const lastTold = (events: readonly StoredRunEvent[]): number | undefined =>
  events.findLast(({ data }) => data.told !== undefined)?.data.told;

/** An engine that dies when a hook is called, before that hears anything. */
async function dieAt(name: HookName, graph?: WorkflowGraph, also: readonly Plugin[] = []): Promise<void> {
  const life = createLife();
  const deadly = plugin("deadly", (host) =>
    host.hook(name, () => {
      life.end();
      throw new Error("dead");
    }),
  );
  // The end of a run is committed before it is told.
  await drive(life, [deadly, ...also], graph).catch(() => undefined);
  expect(life.over).toBe(true);
}

test("what is told later has its place, attempt, inputs, outputs and duration, and is called resumed", async () => {
  await dieAt("afterNodeExecute", chain("flaky", "add"));
  const left = await journal();
  const completed = left.find(({ type }) => type === "step_completed");
  const calls: Call[] = [];
  await drive(createLife(), [plugin("seen", listener(calls))]);
  expect(told(calls)).toEqual([
    "afterNodeExecute /flaky#0",
    "afterNodeRetry /flaky#0",
    "beforeGraphExecute",
    "beforeNodeExecute /add#0",
    "afterNodeExecute /add#0",
    "afterGraphExecute",
  ]);
  const [first, second] = calls.map(({ event }) => event);
  const common = { runId: "r", key: "/flaky#0", attempt: 2, seq: completed?.seq, resumed: true };
  expect(first).toMatchObject({ ...common, metadata: { name: "/flaky", operation: "flaky" }, result: { y: 1 } });
  expect(second).toMatchObject({ ...common, succeeded: true });
  expect(await (first as unknown as NodeEvent).inputs()).toEqual({ x: 1 });
  expect(first?.["duration"]).toBeGreaterThanOrEqual(0);
  expect(first?.["duration"]).toBeLessThan(30);
});

const noteOf = (note: ValueOperation): Plugin => plugin("notes", (host) => host.provide(operationPoint, "note", note));

test("nothing starts before what was left untold is told", async () => {
  await dieAt("afterNodeExecute", chain("flaky", "note"), [noteOf(add)]);
  const order: string[] = [];
  const note = value(() => {
    order.push("work");
    return { y: 1 };
  });
  const slow = plugin("slow", (host) =>
    host.hook("afterNodeExecute", async ({ key }) => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push(key);
    }),
  );
  await drive(createLife(), [noteOf(note), slow]);
  expect(order).toEqual(["/flaky#0", "work", "/note#0"]);
});

test("the end of a completed run that nobody was told of is told by taking the run up, once", async () => {
  await dieAt("afterGraphExecute", chain("add"));
  const calls: Call[] = [];
  const seen = plugin("seen", listener(calls));
  await using engine = await engineOf(createLife(), [seen]);
  const run = await engine.resumeRun({ run: "r", allowUpgrade: true });
  const { endedAt } = (await database.listRuns())[0] ?? {};
  expect(await run.execute()).toEqual({ status: "completed", outputs: { y: 2 }, failures: [] });
  expect(told(calls)).toEqual(["afterGraphExecute"]);
  expect(calls[0]?.event).toMatchObject({ result: { y: 2 }, resumed: true, nodeCount: 1 });
  expect((await database.listRuns())[0]).toMatchObject({ status: "completed", endedAt });
  const again = await engine.resumeRun({ run: "r", allowUpgrade: true });
  expect(await again.execute()).toEqual({ status: "completed", outputs: { y: 2 }, failures: [] });
  expect(told(calls)).toEqual(["afterGraphExecute"]);
});

test("nobody listens: a completed run is over, whatever was left untold", async () => {
  await dieAt("afterGraphExecute", chain("add"));
  const events = await journal();
  await drive(createLife(), []);
  expect(await journal()).toEqual(events);
});

test("who joins a run that had no hooks hears nothing of its past, and its journal says nothing of hooks until then", async () => {
  const life = createLife();
  const dying = value(({ x }) => {
    life.end();
    return { y: x };
  });
  const more = plugin("more", (host) => host.provide(operationPoint, "dying", dying));
  await expect(drive(life, [more], chain("add", "dying", "flaky"))).rejects.toMatchObject({ code: "RUN_LOCKED" });
  expect(lastTold(await journal())).toBeUndefined();
  const calls: Call[] = [];
  await drive(createLife(), [more, plugin("seen", listener(calls))]);
  expect(told(calls).filter((call) => call.includes("/add"))).toEqual([]);
  expect(told(calls)[0]).toBe("beforeGraphExecute");
  const events = await journal();
  expect(lastTold(events)).toBe(events.find(({ type }) => type === "run_completed")?.seq);
});

test("an engine without hooks leaves nothing to tell to the next", async () => {
  await dieAt("afterNodeExecute", chain("add", "broken"));
  expect(lastTold(await journal())).toBeDefined();
  expect((await drive(createLife(), []).then(journal)).at(-1)?.type).toBe("run_failed");
  const calls: Call[] = [];
  await drive(createLife(), [plugin("seen", listener(calls))]);
  expect(told(calls)).toEqual([
    "beforeGraphExecute",
    "beforeNodeExecute /broken#0",
    "beforeNodeRetry /broken#0",
    "onNodeError /broken#0",
    "afterNodeRetry /broken#0",
    "onGraphError",
  ]);
});

test("a run that nobody listens to keeps no position; one that somebody listens to keeps it at its end", async () => {
  await drive(createLife(), [], chain("add"));
  const silent = await journal();
  expect(silent.filter(({ type, data }) => type === "hooks_told" || data.told !== undefined)).toEqual([]);
  await database.removeRun({ run: "r" });
  await drive(createLife(), [plugin("seen", listener([]))], chain("add"));
  const events = await journal();
  expect(events.at(-1)).toMatchObject({ type: "hooks_told", data: { told: events.length - 1 } });
});

test("where nobody hears of the end, the end itself says that all was told", async () => {
  const seen = plugin("seen", listener([], ["afterNodeExecute"]));
  await drive(createLife(), [seen], chain("add", "add"));
  const events = await journal();
  expect(events.at(-1)).toMatchObject({ type: "run_completed", seq: events.length, data: { told: events.length } });
  await drive(createLife(), [seen]);
  expect(await journal()).toEqual(events);
});

test("a slow hook is waited for, although nobody hears of the end", async () => {
  const calls: Call[] = [];
  const slow = plugin("slow", (host) =>
    host.hook("afterNodeExecute", async (event) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      calls.push({ name: "afterNodeExecute", event: event as unknown as Call["event"] });
    }),
  );
  await drive(createLife(), [slow], chain("add", "add"));
  expect(calls.length).toBe(2);
  const events = await journal();
  expect(lastTold(events)).toBe(events.find(({ type }) => type === "run_completed")?.seq);
});

test("a hook that only comes before things needs no position", async () => {
  await drive(createLife(), [plugin("seen", listener([], ["beforeNodeExecute"]))], chain("add"));
  expect(lastTold(await journal())).toBeUndefined();
});

test("a position that cannot be written at the end does not spoil the result", async () => {
  const full = Object.create(database, {
    createRun: {
      value: async (input: Parameters<Database["createRun"]>[0]) => {
        const store = await database.createRun(input);
        const append: RunStore["append"] = (appended) => {
          if (appended.events[0]?.type === "hooks_told") throw new SluiceError("DISK_FULL", "no space");
          return store.append(appended);
        };
        return Object.create(store, { append: { value: append } }) as RunStore;
      },
    },
    [Symbol.asyncDispose]: { value: async () => undefined },
  }) as Database;
  const logged: Logged[] = [];
  const seen = plugin("seen", listener([]));
  await using engine = await createEngine({
    database: full,
    plugins: [operations({ add }), seen],
    logger: keepingLogger(logged),
  });
  const run = await engine.createRun({ graph: chain("add"), inputs: { x: 1 }, runId: "r" });
  expect((await run.execute()).status).toBe("completed");
  expect(logged.map(({ level, message }) => `${level} ${message}`)).toEqual([
    "warn plugins may be told again of how run r ended: no space",
  ]);
});
