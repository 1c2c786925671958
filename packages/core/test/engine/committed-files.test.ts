import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  definePlugin,
  operationPoint,
  type JobOperation,
  type JsonObject,
  type Plugin,
  type WorkflowGraph,
} from "@sluice/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine } from "../../src/create-engine.ts";
import { createGraphBuilder } from "../../src/graph/index.ts";

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-committed-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes `d/y` with a text, or hands a file on after it added to it in place. */
const operation: JobOperation = {
  kind: "job",
  version: 1,
  cacheKey: ({ inputs }) => Promise.resolve(inputs),
  prepare({ directories, inputs, params }) {
    const { location } = inputs["x"] as JsonObject;
    const source = fileURLToPath(location as string);
    const script = params === "update" ? 'printf more >> "$0"' : 'mkdir d && cat "$0" > d/y && cat "$0" > d/z';
    return Promise.resolve({
      argv: ["sh", "-c", script, source],
      environment: { PATH: process.env["PATH"] ?? "" },
      directory: directories.output,
      staging: [],
    });
  },
  async collect({ directories, files, inputs, params }) {
    const { location } = inputs["x"] as JsonObject;
    const path = params === "update" ? fileURLToPath(location as string) : join(directories.output, "d/y");
    const [stat] = await files.stat({ paths: [path] });
    const [checksum = ""] = await files.checksum({ paths: [path] });
    return {
      y: { class: "File", location: pathToFileURL(path).href, size: stat?.size ?? 0, checksum },
      d: { class: "Directory", location: pathToFileURL(join(directories.output, "d")).href },
    };
  },
};

const plugin: Plugin = definePlugin({
  name: "test",
  version: "1.0.0",
  engine: "*",
  setup: (host) => host.provide(operationPoint, "job", operation),
});

/** One step after the other, each with the file of the one before; the outputs are those of the first and the last. */
function graph(...params: readonly string[]): WorkflowGraph {
  const builder = createGraphBuilder({ name: "chain", frontend: "test" });
  let x = builder.addInput("x");
  const ports = params.map((each, index) => {
    const [y, d] = [builder.addPort(`/${index}/y`, 0), builder.addPort(`/${index}/d`, 0)];
    builder.addStep(`/step${index}`, {
      kind: "execute",
      depth: 0,
      inputs: { x: { port: x } },
      outputs: { y, d },
      operation: { name: "job", version: 1, params: each },
      hardware: { cores: 0.1 },
    });
    x = y;
    return { y, d };
  });
  const [first, last] = [ports[0], ports.at(-1)];
  if (!first || !last) throw new Error("a chain has steps");
  builder.setOutput("first", first.y);
  builder.setOutput("last", last.y);
  builder.setOutput("tree", first.d);
  return builder.build();
}

interface Told {
  readonly status: string;
  readonly errors: readonly string[];
}

/** Runs a chain; right after the commit of a step, something happens to its files. */
async function runChain(
  steps: readonly string[],
  after: string,
  meddle: (out: string) => void,
  options: { readonly cache?: boolean; readonly resume?: boolean } = {},
): Promise<Told> {
  writeFileSync(at("input"), "text");
  const told = { status: "", errors: [] as string[] };
  const drive = async (resume: boolean): Promise<void> => {
    await using engine = await createEngine({ home: at("home"), plugins: [plugin] });
    const input = { class: "File", location: pathToFileURL(at("input")).href };
    const cache = options.cache === true ? { cache: { folder: at("cache") } } : {};
    const [known] = await engine.database.listRuns();
    const run = resume
      ? await engine.resumeRun({ run: known?.run ?? "" })
      : await engine.createRun({
          graph: graph(...steps),
          inputs: { x: input },
          options: { outdir: at("results"), ...cache },
        });
    run.subscribe((event) => {
      if (event.type !== "step_completed" || event.data.step !== after || resume) return;
      const [job = ""] = readdirSync(join(run.folder, "jobs")).filter((name) => name.startsWith(after.slice(1)));
      meddle(join(run.folder, "jobs", job, "out"));
    });
    const { status, failures } = await run.execute();
    told.status = status;
    told.errors = failures.map(({ step, error }) => `${step} ${error.code} ${error.message}`);
  };
  await drive(false);
  if (options.resume === true) await drive(true);
  return told;
}

/** A result that was kept has a folder for each of its outputs. */
const find = (out: string, name: string): string => join(out, readdirSync(out).includes("d") ? "d" : "0", name);
const same = (out: string): void => writeFileSync(find(out, "y"), "TEXT");
const secretly = (out: string): void => {
  same(out);
  utimesSync(find(out, "y"), 1e9, 1e9);
};

test.each([
  ["another size", (out: string) => writeFileSync(find(out, "y"), "longer text")],
  ["the same size", same],
  ["a time that was set back", secretly],
])("a file with %s is not used by the next step", async (_, meddle) => {
  const { status, errors } = await runChain(["copy", "copy"], "/step0", meddle);
  expect(status).toBe("failed");
  expect(errors).toEqual([expect.stringMatching(/^\/step1 OUTPUT_CHANGED .*\/d\/y was changed after .* \/step0, was/)]);
});

test("nor published", async () => {
  const { status, errors } = await runChain(["copy"], "/step0", same);
  expect([status, errors]).toEqual(["failed", [expect.stringMatching(/OUTPUT_CHANGED .*\/d\/y was changed after/)]]);
});

test.each([
  ["a file in it was", (out: string) => writeFileSync(find(out, "z"), "TEXT")],
  ["it got another", (out: string) => writeFileSync(find(out, "new"), "")],
  ["it lost one", (out: string) => rmSync(find(out, "z"))],
])("a directory is not published when %s", async (_, meddle) => {
  const later = (out: string): void => {
    // The clock of the file system ticks slowly.
    for (const end = Date.now() + 20; Date.now() < end;);
    meddle(out);
  };
  const { status, errors } = await runChain(["copy"], "/step0", later);
  expect([status, errors]).toEqual(["failed", [expect.stringMatching(/OUTPUT_CHANGED .*\/d was changed after/)]]);
});

test("nor after a restart, until it is what it was", async () => {
  const twice = { resume: true };
  const { errors } = await runChain(["copy", "copy"], "/step0", same, twice);
  expect(errors).toEqual([expect.stringMatching(/^\/step1 OUTPUT_CHANGED/)]);
  await using engine = await createEngine({ home: at("home"), plugins: [plugin] });
  const [known] = await engine.database.listRuns();
  const run = await engine.resumeRun({ run: known?.run ?? "" });
  const [job = ""] = readdirSync(join(run.folder, "jobs")).filter((name) => name.startsWith("step0"));
  const path = join(run.folder, "jobs", job, "out/d/y");
  writeFileSync(path, "text");
  utimesSync(path, 1e9, 1e9);
  expect(await run.execute()).toMatchObject({ status: "completed" });
});

test("a result from the cache is looked at, too", async () => {
  await runChain(["copy"], "", () => undefined, { cache: true });
  rmSync(at("home"), { recursive: true });
  const { errors } = await runChain(["copy", "copy"], "/step0", same, { cache: true });
  expect(errors).toEqual([expect.stringMatching(/^\/step1 OUTPUT_CHANGED/)]);
});

test("what a later step wrote in place and committed is an output", async () => {
  const { status, errors } = await runChain(["copy", "update", "copy"], "", () => undefined);
  expect([errors, status]).toEqual([[], "completed"]);
  expect(readFileSync(at("results/y"), "utf8")).toBe("textmore");
});

test("other files are not concerned, nor is another name of one", async () => {
  mkdirSync(at("results"));
  const { status } = await runChain(["copy", "copy"], "/step0", () => writeFileSync(at("input"), "changed"));
  expect(status).toBe("completed");
});
