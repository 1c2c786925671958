import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  checkpointManagerPoint,
  definePlugin,
  operationPoint,
  SluiceError,
  type CheckpointManager,
  type JobOperation,
  type JsonObject,
  type LogLevel,
  type Plugin,
  type WorkflowGraph,
} from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine, type Engine } from "../../src/create-engine.ts";
import { createGraphBuilder } from "../../src/graph/index.ts";

let folder: string;
let warnings: string[];
const at = (...names: string[]): string => join(folder, ...names);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-checkpoints-"));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const pathOf = (file: unknown): string => fileURLToPath((file as { readonly location: string }).location);

/** Adds a line to the file that it is given, if it is given one; fails while there is a file `broken`. */
const line: JobOperation = {
  kind: "job",
  version: 1,
  prepare: ({ directories, inputs, step }) => {
    const source = inputs["x"] === null ? undefined : pathOf(inputs["x"]);
    const target = join(directories.staging, "x");
    return Promise.resolve({
      argv: ["sh", "-c", 'test ! -e "$2" && { cat "$1" 2>/dev/null; echo "$0"; } > y', step, target, at("broken")],
      environment: { PATH: process.env["PATH"] ?? "" },
      directory: directories.output,
      staging: source === undefined ? [] : [{ type: "input", source, target, writable: false }],
    });
  },
  collect: ({ directories, exit }) => {
    if (exit.code !== 0) throw new SluiceError("JOB_FAILED", "broken");
    return Promise.resolve({ y: { class: "File", location: pathToFileURL(join(directories.output, "y")).href } });
  },
};

function graph(): WorkflowGraph {
  const builder = createGraphBuilder({ name: "two", frontend: "test" });
  const [x, middle, y] = [builder.addInput("x"), builder.addPort("/m", 0), builder.addPort("/y", 0)];
  const operation = { name: "line", version: 1, params: null };
  const step = { kind: "execute", depth: 0, operation } as const;
  builder.addStep("/one", { ...step, inputs: { x: { port: x } }, outputs: { y: middle } });
  builder.addStep("/two", { ...step, inputs: { x: { port: middle } }, outputs: { y } });
  builder.setOutput("y", y);
  return builder.build();
}

const base = (more: Partial<Plugin> = {}): Plugin =>
  definePlugin({
    name: "test",
    version: "1.0.0",
    engine: "*",
    setup: (host) => host.provide(operationPoint, "line", line),
    ...more,
  });

/** Removes what the first step made once it is kept, or after a while if it never is. */
const losesFiles = definePlugin({
  name: "loses",
  version: "1.0.0",
  engine: "*",
  setup: (host) => {
    host.hook("beforeNodeExecute", async ({ metadata, inputs, runId }) => {
      if (metadata.name !== "/two") return;
      const path = pathOf((await inputs())["x"]);
      const place = { run: runId, deployment: "local", location: "localhost", path };
      const { signal } = new AbortController();
      for (let turn = 0; turn < 50; turn++) {
        if (await host.context.checkpointManager.find({ ...place, signal })) break;
        await sleep(10);
      }
      rmSync(path);
    });
  },
});

const open = (type: string, plugins: readonly Plugin[] = [base()]): Promise<Engine> => {
  const note = (level: LogLevel) => (message: string) => void (level === "warn" && warnings.push(message));
  const logger = {
    debug: note("debug"),
    info: note("info"),
    warn: note("warn"),
    error: note("error"),
    child: () => logger,
  };
  return createEngine({ home: at("home"), plugins, logger, managers: { checkpointManager: { type } } });
};

const textOf = (outputs: JsonObject): string => readFileSync(pathOf(outputs["y"]), "utf8");

test("an output that is gone before it is needed comes from its checkpoint", async () => {
  await using engine = await open("default", [base(), losesFiles]);
  const run = await engine.createRun({ graph: graph(), inputs: { x: null } });
  const { status, outputs } = await run.execute();
  expect(status).toBe("completed");
  expect(textOf(outputs)).toBe("/one\n/two\n");
  expect(warnings).toEqual([expect.stringMatching(/y is gone: its checkpoint is used$/)]);
});

test("without checkpoints the step fails", async () => {
  await using engine = await open("dummy", [base(), losesFiles]);
  const run = await engine.createRun({ graph: graph(), inputs: { x: null } });
  const { status, failures } = await run.execute();
  expect(status).toBe("failed");
  expect(failures).toMatchObject([{ step: "/two", error: { code: "STAGING_FAILED" } }]);
});

test.each([
  ["default", "completed"],
  ["folder", "completed"],
  ["dummy", "failed"],
])("%s: what is gone between two engines: the run is %s", async (type, wanted) => {
  writeFileSync(at("broken"), "");
  let made = "";
  const breaks = definePlugin({
    name: "breaks",
    version: "1.0.0",
    engine: "*",
    setup: (host) => {
      host.hook("afterNodeExecute", ({ result }) => void (made = pathOf(result["y"])));
      host.hook("beforeNodeExecute", ({ metadata }) => {
        if (metadata.name === "/one") rmSync(at("broken"));
        else writeFileSync(at("broken"), "");
      });
    },
  });
  let id: string;
  {
    await using engine = await open(type);
    const run = await engine.createRun({ graph: graph(), inputs: { x: null }, plugins: [breaks] });
    id = run.id;
    expect((await run.execute()).status).toBe("failed");
  }
  rmSync(at("broken"));
  expect(basename(made)).toBe("y");
  rmSync(made);
  await using engine = await open(type);
  const resumed = await engine.resumeRun({ run: id, allowUpgrade: true });
  const { status, outputs, failures } = await resumed.execute();
  expect(status).toBe(wanted);
  if (wanted === "completed") expect(textOf(outputs)).toBe("/one\n/two\n");
  else expect(failures).toMatchObject([{ step: "/two", error: { code: "STAGING_FAILED" } }]);
});

/** A manager that does what a test wants. */
const managed = (manager: Partial<CheckpointManager>): Plugin =>
  base({
    setup: (host) => {
      host.provide(operationPoint, "line", line);
      const whole = { restore: () => undefined, save: async () => undefined, find: async () => undefined, ...manager };
      host.provide(checkpointManagerPoint, "mine", { create: () => whole });
    },
  });

test("saving holds up no step, and the run ends after it", async () => {
  const saving: string[] = [];
  const two = Promise.withResolvers<void>();
  const save: CheckpointManager["save"] = async ({ key, outputs, location }) => {
    saving.push(`${key.step} ${location.name} ${existsSync(pathOf(outputs["y"]))}`);
    // The first is not kept before the second step is done.
    if (key.step === "/one") await two.promise;
    else two.resolve();
    await sleep(20);
    saving.push(`${key.step} done`);
  };
  await using engine = await open("mine", [managed({ save })]);
  const run = await engine.createRun({ graph: graph(), inputs: { x: null } });
  run.subscribe(({ type }) => type === "run_completed" && saving.push("end"));
  await run.execute();
  expect(saving.slice(0, 2)).toEqual(["/one localhost true", "/two localhost true"]);
  expect(saving.slice(2, 4).toSorted()).toEqual(["/one done", "/two done"]);
  expect(saving.slice(4)).toEqual(["end"]);
});

test("what a manager throws is told, and the run goes on", async () => {
  const manager = managed({ save: () => Promise.reject(new Error("no space")) });
  await using engine = await open("mine", [manager]);
  const run = await engine.createRun({ graph: graph(), inputs: { x: null } });
  expect((await run.execute()).status).toBe("completed");
  expect(warnings.toSorted()).toEqual([
    "no checkpoint of /one#0: checkpoint-manager mine of plugin test: no space",
    "no checkpoint of /two#0: checkpoint-manager mine of plugin test: no space",
  ]);
});

test("a checkpoint that cannot be read leaves the failure as it was", async () => {
  const manager = managed({ find: () => Promise.reject(new Error("unreadable")) });
  const gone = pathToFileURL(at("gone")).href;
  await using engine = await open("mine", [manager]);
  const run = await engine.createRun({ graph: graph(), inputs: { x: { class: "File", location: gone } } });
  const { failures } = await run.execute();
  expect(failures).toMatchObject([{ step: "/one", error: { code: "STAGING_FAILED" } }]);
  expect(warnings).toEqual([
    `the checkpoint of ${at("gone")} cannot be used: checkpoint-manager mine of plugin test: unreadable`,
  ]);
});
