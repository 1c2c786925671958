import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FrontendContext, JsonObject } from "@sluice/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import { createCwlFrontend } from "../../src/frontend.ts";

const evaluator = createExpressionEvaluator();
const frontend = createCwlFrontend({ evaluator: async () => evaluator });
const { signal } = new AbortController();
let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "sluice-looked-for-"));
  for (const name of ["a", "b", "c"]) writeFileSync(join(cwd, name), name);
});
afterAll(async () => {
  await evaluator[Symbol.asyncDispose]();
  rmSync(cwd, { recursive: true });
});

/** Names of the paths, besides those of the files themselves, where a document with a job looks for files. */
async function lookedFor(document: object, job: JsonObject = {}): Promise<string[]> {
  writeFileSync(join(cwd, "doc.cwl"), JSON.stringify({ cwlVersion: "v1.2", ...document }));
  writeFileSync(join(cwd, "job.json"), JSON.stringify(job));
  const loaded = await frontend.load({
    document: join(cwd, "doc.cwl"),
    options: {},
    context: {} as FrontendContext,
    signal,
  });
  const read = await loaded.readInputs({ file: join(cwd, "job.json"), texts: {}, cwd, signal });
  return (read.lookedFor ?? [])
    .map((path) => path.slice(cwd.length + 1))
    .filter((name) => name.length > 1)
    .sort();
}

const file = (name: string): JsonObject => ({ class: "File", location: pathToFileURL(join(cwd, name)).href });
const tool = (inputs: object, more: object = {}): JsonObject => ({
  class: "CommandLineTool",
  baseCommand: "true",
  inputs: inputs as JsonObject,
  outputs: {},
  ...more,
});
const flow = (run: JsonObject, into: object = {}): JsonObject => ({
  class: "Workflow",
  requirements: { SubworkflowFeatureRequirement: {} },
  inputs: {},
  outputs: {},
  steps: { one: { run, in: into as JsonObject, out: [] }, two: { run, in: into as JsonObject, out: [] } },
});

test("beside the defaults of tools in workflows, at every depth", async () => {
  const inner = tool({ x: { type: "File", default: file("a"), secondaryFiles: [".idx", "^.dict?"] }, y: "string" });
  expect(await lookedFor(flow(inner, { y: { default: "y" } }))).toEqual(["a.dict", "a.idx"]);
  expect(await lookedFor(flow(flow(inner, { y: { default: "y" } })))).toEqual(["a.dict", "a.idx"]);
  const workflow = {
    ...flow(tool({ y: "string" }), { y: { default: "y" } }),
    inputs: { w: { type: "File", default: file("b"), secondaryFiles: [".w?"] } },
  };
  expect(await lookedFor(flow(workflow as JsonObject))).toEqual(["b.w"]);
});

test("in ontologies that formats are compared with", async () => {
  const inputs = { x: { type: "File", format: "http://example.org/f" } };
  const $schemas = [pathToFileURL(join(cwd, "onto.ttl")).href, "http://127.0.0.1:9/far.ttl"];
  writeFileSync(join(cwd, "onto.ttl"), "");
  const document = { ...tool(inputs), $schemas };
  expect(await lookedFor(document, { x: { ...file("a"), format: "http://example.org/f" } })).toEqual(["onto.ttl"]);
});

test("by patterns that depend on what a job is told of its place", async () => {
  const requirements = { ResourceRequirement: { coresMin: 3 } };
  const inputs = { x: { type: "File", secondaryFiles: ["$(self.basename).$(runtime.cores)?"] } };
  expect(await lookedFor(tool(inputs, { requirements }), { x: file("a") })).toEqual(["a.3"]);
});

test("beside files of this machine, whatever comes from elsewhere, and whatever only a job knows", async () => {
  const far = { class: "File", location: "http://127.0.0.1:9/x" };
  const inputs = {
    far: { type: "File", secondaryFiles: [".idx?"] },
    strange: { type: "File", secondaryFiles: ["$(runtime.outdir).idx"] },
    near: { type: "File", secondaryFiles: [".idx?"] },
  };
  expect(await lookedFor(tool(inputs), { far, strange: file("b"), near: file("a") })).toEqual(["a.idx"]);
});
