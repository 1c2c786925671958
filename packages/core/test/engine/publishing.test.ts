import {
  dataManagerPoint,
  definePlugin,
  operationPoint,
  SluiceError,
  startPort,
  type DataManager,
  type Plugin,
  type StoredRunEvent,
  type WorkflowGraph,
} from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine } from "../../src/create-engine.ts";
import { createGraphBuilder } from "../../src/graph/index.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import { keepingLogger, type Logged } from "../hooks/sample-plugins.ts";

let evaluated = 0;
let database = createMemoryDatabase();
beforeEach(() => {
  evaluated = 0;
  database = createMemoryDatabase();
});
afterEach(() => database[Symbol.asyncDispose]());

/** One step, and a data manager that publishes as it is told. */
function pluginOf(publish: DataManager["publish"]): Plugin {
  const manager: DataManager = {
    restore: () => undefined,
    fetch: () => Promise.reject(new Error("nothing is fetched here")),
    stage: () => Promise.resolve(),
    release: () => Promise.resolve(),
    publish,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return definePlugin({
    name: "test",
    version: "1.0.0",
    engine: "*",
    setup(host) {
      host.provide(dataManagerPoint, "mine", { create: () => manager });
      host.provide(operationPoint, "count", {
        kind: "value",
        version: 1,
        evaluate: () => Promise.resolve({ y: (evaluated += 1) }),
      });
    },
  });
}

function graph(): WorkflowGraph {
  const builder = createGraphBuilder({ name: "counts", frontend: "test" });
  const y = builder.addPort("/count/y", 0);
  const operation = { name: "count", version: 1, params: null };
  builder.addStep("/count", { kind: "transform", depth: 0, after: [startPort], inputs: {}, outputs: { y }, operation });
  builder.setOutput("y", y);
  return builder.build();
}

const engineWith = (publish: DataManager["publish"], logged: Logged[] = []): ReturnType<typeof createEngine> =>
  createEngine({
    database: { ...database, [Symbol.asyncDispose]: () => Promise.resolve() },
    plugins: [pluginOf(publish)],
    managers: { dataManager: { type: "mine" } },
    logger: keepingLogger(logged),
  });

const placed: DataManager["publish"] = ({ outputs, outdir }) => Promise.resolve({ ...outputs, in: outdir });

async function journal(): Promise<StoredRunEvent[]> {
  await using store = await database.openRun({ run: "r", readonly: true });
  return await Array.fromAsync(store.read());
}

test.each([
  ["a coded error", new SluiceError("FILE_UNWRITABLE", "no such luck"), ""],
  ["any other error", new TypeError("no such luck"), "data-manager mine of plugin test: "],
  ["no error at all", "no such luck", "data-manager mine of plugin test: "],
])("what a data manager throws ends the run as failed in publishing: %s", async (_what, thrown, whose) => {
  {
    await using engine = await engineWith(() => {
      throw thrown as Error;
    });
    const run = await engine.createRun({ graph: graph(), inputs: {}, runId: "r", options: { outdir: "/here" } });
    expect(await run.execute()).toMatchObject({
      status: "failed",
      outputs: { y: 1 },
      failures: [
        {
          step: "/",
          error: { code: "PUBLISHING_FAILED", message: `the outputs cannot be placed in /here: ${whose}no such luck` },
        },
      ],
    });
  }
  expect((await database.listRuns())[0]).toMatchObject({ status: "failed", completed: 1, failed: 0 });
  await using engine = await engineWith(placed);
  const run = await engine.resumeRun({ run: "r", options: { outdir: "/there" } });
  expect(await run.execute()).toEqual({ status: "completed", outputs: { y: 1, in: "/there" }, failures: [] });
  const again = await engine.resumeRun({ run: "r" });
  expect(await again.execute()).toEqual({ status: "completed", outputs: { y: 1, in: "/there" }, failures: [] });
  expect(evaluated).toBe(1);
});

test("outputs of a completed run are placed once more where that is asked for; where it fails, the run is what it was", async () => {
  let broken = false;
  await using engine = await engineWith((input) => {
    if (broken) throw new Error("no such luck");
    return placed(input);
  });
  const run = await engine.createRun({ graph: graph(), inputs: {}, runId: "r", options: { outdir: "/here" } });
  await run.execute();
  const before = await journal();
  broken = true;
  const failing = await engine.resumeRun({ run: "r", options: { outdir: "/there" } });
  await expect(failing.execute()).rejects.toMatchObject({ code: "PUBLISHING_FAILED" });
  expect(await journal()).toEqual(before);
  broken = false;
  const going = await engine.resumeRun({ run: "r", options: { outdir: "/there" } });
  expect(await going.execute()).toMatchObject({ status: "completed", outputs: { y: 1, in: "/there" } });
  expect(evaluated).toBe(1);
  const again = await engine.resumeRun({ run: "r" });
  expect((await again.execute()).outputs).toEqual({ y: 1, in: "/there" });
});

test("a full disk is waited for, and told of once; a cancellation ends the waiting, and the run can be resumed", async () => {
  const logged: Logged[] = [];
  const full = Promise.withResolvers<void>();
  {
    await using engine = await engineWith(() => {
      full.resolve();
      throw new SluiceError("DISK_FULL", "No space is left.");
    }, logged);
    const run = await engine.createRun({ graph: graph(), inputs: {}, runId: "r", options: { outdir: "/here" } });
    const over = run.execute();
    await full.promise;
    await run.cancel({ reason: "enough" });
    expect(await over).toMatchObject({ status: "cancelled" });
    expect(logged.filter(({ message }) => message.includes("No space is left"))).toHaveLength(1);
  }
  await using engine = await engineWith(placed);
  const run = await engine.resumeRun({ run: "r" });
  expect(await run.execute()).toMatchObject({ status: "completed", outputs: { y: 1 } });
  expect(evaluated).toBe(1);
});
