import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  cacheStorePoint,
  definePlugin,
  operationPoint,
  SluiceError,
  type CacheStore,
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
const at = (...names: string[]): string => join(folder, ...names);
const count = (): number => (existsSync(at("count")) ? readFileSync(at("count"), "utf8").length : 0);
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "sluice-reuse-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/**
 * Notes that it ran, and succeeds with a file that says its input, unless a file `broken` is there. With a file `company`, the second to
 * run waits for the third.
 */
const script = `
  printf x >> "$1"; sleep 0.2; rounds=0
  test ! -e "$4" || printf second > "$5"
  while test -e "$3" && test "$(wc -c < "$1")" -eq 2; do
    sleep 0.05; rounds=$((rounds + 1)); test $rounds -lt 400 || exit 1
  done
  printf %s "$0" > y; test ! -e "$2"`;

const operation: JobOperation = {
  kind: "job",
  version: 1,
  cacheKey: ({ inputs }) => Promise.resolve(inputs["x"] === "secret" ? undefined : inputs),
  prepare: ({ directories, inputs }) =>
    Promise.resolve({
      argv: [
        "sh",
        "-c",
        script,
        JSON.stringify(inputs["x"] ?? null),
        at("count"),
        at("broken"),
        at("company"),
        at("meddle"),
        at("input.txt"),
      ],
      environment: { PATH: process.env["PATH"] ?? "" },
      directory: directories.output,
      staging: [],
    }),
  collect: ({ directories, exit, inputs }) => {
    if (exit.code !== 0) throw new SluiceError("JOB_FAILED", "broken");
    const said = typeof inputs["x"] === "string" && inputs["x"].startsWith("say") ? directories.job : "";
    return Promise.resolve({ y: { class: "File", location: pathToFileURL(join(directories.output, "y")).href }, said });
  },
};

const plugin: Plugin = definePlugin({
  name: "test",
  version: "1.0.0",
  engine: "*",
  setup(host) {
    host.provide(operationPoint, "job", operation);
    const store: CacheStore = {
      lookup: async ({ directory }) => answer(directory) as JsonObject,
      store: async () => true,
      list: async () => [],
      clear: async () => ({ entries: 0, bytes: 0 }),
    };
    host.provide(cacheStorePoint, "wrong", { create: () => store }, { schema: { type: "object" } });
  },
});

/** What the store "wrong" answers. */
let answer: (directory: string) => unknown = () => undefined;

/** Runs the job for each element of a list. */
function graph(): WorkflowGraph {
  const builder = createGraphBuilder({ name: "each", frontend: "test" });
  const [list, one] = [builder.addInput("x"), builder.addPort("/one", 1)];
  const scatter = { kind: "scatter", method: "dotproduct", scatter: ["x"] } as const;
  builder.addStep("/scatter", { ...scatter, depth: 0, inputs: { x: { port: list } }, outputs: { x: one } });
  const [y, all] = [builder.addPort("/y", 1), builder.addPort("/all", 0)];
  builder.addStep("/job", {
    kind: "execute",
    depth: 1,
    inputs: { x: { port: one } },
    outputs: { y },
    operation: { name: "job", version: 1, params: null },
    hardware: { cores: 0.1 },
  });
  const gather = { kind: "gather", scatter: "/scatter" } as const;
  builder.addStep("/gather", { ...gather, depth: 0, inputs: { y: { port: y } }, outputs: { y: all } });
  builder.setOutput("y", all);
  return builder.build();
}

const warnings: string[] = [];
const open = (): Promise<Engine> => {
  const note = (level: LogLevel) => (message: string) => void (level === "warn" && warnings.push(message));
  const logger = {
    debug: note("debug"),
    info: note("info"),
    warn: note("warn"),
    error: note("error"),
    child: () => logger,
  };
  return createEngine({ home: at("home"), plugins: [plugin], logger });
};

async function runOver(
  x: readonly string[],
  cache: string | null = "cache",
): Promise<{ status: string; texts: string[] }> {
  await using engine = await open();
  const options = { onError: "continue", ...(cache !== null && { cache: { folder: at(cache) } }) } as const;
  const run = await engine.createRun({ graph: graph(), inputs: { x }, options });
  const { status, outputs } = await run.execute();
  const files = ((outputs["y"] ?? []) as readonly (JsonObject | null)[]).filter((each) => each !== null);
  return { status, texts: files.map(({ location }) => readFileSync(new URL(location as string), "utf8")) };
}

test("equal work runs once in a run, and not at all in the next", async () => {
  const wanted = { status: "completed", texts: ['"a"', '"b"', '"a"', '"a"'] };
  expect(await runOver(["a", "b", "a", "a"])).toEqual(wanted);
  expect(count()).toBe(2);
  expect(await runOver(["a", "b", "a", "a"])).toEqual(wanted);
  expect(count()).toBe(2);
});

test("without a cache, and where the operation says so, everything runs", async () => {
  await runOver(["a", "a"], null);
  await runOver(["secret", "secret"]);
  expect(count()).toBe(4);
  expect(existsSync(at("cache"))).toBe(false);
});

test("nobody waits for work whose results are not kept", async () => {
  writeFileSync(at("company"), "");
  expect(await runOver(Array.from({ length: 8 }, () => "say"))).toMatchObject({ status: "completed" });
  expect(count()).toBe(8);
});

test("those who wait for work that fails do it themselves, and a resumed run keeps to its cache", async () => {
  writeFileSync(at("broken"), "");
  expect(await runOver(["a", "a", "a"])).toMatchObject({ status: "failed" });
  expect(count()).toBe(3);
  rmSync(at("broken"));
  await using engine = await open();
  const [summary] = await engine.database.listRuns();
  const resumed = await engine.resumeRun({ run: summary?.run ?? "" });
  expect(await resumed.execute()).toMatchObject({ status: "completed" });
  expect(count()).toBe(4);
  await runOver(["a"]);
  expect(count()).toBe(4);
});

test("a cache whose place is taken is worth one warning", async () => {
  warnings.length = 0;
  mkdirSync(at("taken"));
  writeFileSync(at("taken/results-v1"), "");
  expect(await runOver(["a", "b"], "taken")).toMatchObject({ status: "completed", texts: ['"a"', '"b"'] });
  expect(warnings).toEqual([expect.stringContaining("results are not kept for later runs")]);
});

/** Runs the job once for a file. */
async function runFor(options: { readonly cache?: string; readonly store?: string } = {}): Promise<string[]> {
  await using engine = await open();
  const { cache = "cache", store } = options;
  const input = { class: "File", location: pathToFileURL(at("input.txt")).href };
  const run = await engine.createRun({
    graph: graph(),
    inputs: { x: [input] },
    options: { cache: { folder: at(cache), ...(store !== undefined && { store }) } },
  });
  const { status, outputs } = await run.execute();
  expect(status).toBe("completed");
  return (outputs["y"] as unknown as readonly JsonObject[]).map(({ location }) =>
    readFileSync(new URL(location as string), "utf8"),
  );
}

test("a result is not kept when an input changed while its job ran", async () => {
  writeFileSync(at("input.txt"), "first");
  writeFileSync(at("meddle"), "");
  warnings.length = 0;
  await runFor();
  expect([count(), readFileSync(at("input.txt"), "utf8")]).toEqual([1, "second"]);
  expect(warnings).toEqual([expect.stringMatching(/input\.txt changed while its job ran.*not kept/)]);
  rmSync(at("meddle"));
  writeFileSync(at("input.txt"), "first");
  await runFor();
  expect(count()).toBe(2);
  await runFor();
  expect(count()).toBe(2);
});

const answers: Record<string, (directory: string) => unknown> = {
  "no object": () => 5,
  "what is no JSON": () => ({ y: 1n }),
  "a file elsewhere": () => ({ y: { class: "File", location: pathToFileURL(at("input.txt")).href } }),
  "a file behind a link": (directory) => {
    mkdirSync(directory, { recursive: true });
    symlinkSync(at("input.txt"), join(directory, "y"));
    return { y: { class: "File", location: pathToFileURL(join(directory, "y")).href } };
  },
  "a file that is not there": (directory) => ({ y: { class: "File", path: join(directory, "y") } }),
  "a file of another size": (directory) => ({ y: { class: "File", path: made(directory), size: 7 } }),
  "a file of other content": (directory) => ({
    y: { class: "File", path: made(directory), size: 6, checksum: `sha1$${"0".repeat(40)}` },
  }),
  "a directory for a file": (directory) => ({ y: [{ class: "Directory", path: made(directory) }] }),
};

function made(directory: string): string {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "wrong"), "wrong!");
  return join(directory, "wrong");
}

test.each([...Object.keys(answers), "an error"])("a store that answers with %s has no result", async (name) => {
  writeFileSync(at("input.txt"), "first");
  warnings.length = 0;
  answer = (directory) => {
    const { [name]: bad } = answers;
    if (bad) return bad(directory);
    throw new Error("broken");
  };
  const [text = ""] = await runFor({ store: "wrong" });
  expect([count(), text.includes("input.txt")]).toEqual([1, true]);
  expect(warnings).toEqual([expect.stringContaining("cannot be used")]);
});
