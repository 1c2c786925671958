import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  formatError,
  isSluiceError,
  type JsonObject,
  type LoadedWorkflow,
  type FrontendContext,
} from "@sluice/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import { createCwlFrontend } from "../../src/frontend.ts";
import { belowFolder } from "../../../../test/support/below-folder.ts";

const evaluator = createExpressionEvaluator();
const frontend = createCwlFrontend({ evaluator: async () => evaluator });
const { signal } = new AbortController();
// The front-end of CWL asks nothing of the engine.
const context = {} as FrontendContext;
let cwd: string;

const tool = `
cwlVersion: v1.2
class: CommandLineTool
doc: Counts things.
inputs:
  reads: { type: File, doc: What is counted. }
  depth: { type: int, default: 3 }
  names: string[]?
  fast: boolean?
  mode: { type: { type: enum, symbols: [strict, loose] }, default: strict }
baseCommand: count
outputs:
  table: { type: stdout, doc: The counts. }
`;

const flow = `
cwlVersion: v1.2
class: Workflow
inputs:
  bam: { type: File, secondaryFiles: [.bai] }
  n: { type: int, default: 1 }
steps:
  one: { run: tool.cwl, in: { reads: bam, depth: n }, out: [table] }
outputs:
  table: { type: File, outputSource: one/table }
`;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "sluice-cwl-"));
  const files = {
    "tool.cwl": tool,
    "flow.cwl": flow,
    "reads.txt": "r",
    "x.bam": "b",
    "x.bam.bai": "i",
    "lone.bam": "b",
    "job.yml": "reads: { class: File, path: reads.txt }\ndepth: 5\n",
    "wrong.yml": "reads: { class: File, path: reads.txt }\ndeph: 5\n",
    "wanting.yml":
      "reads: { class: File, path: reads.txt }\ncwl:requirements:\n  - class: EnvVarRequirement\n    envDef: { A: b }\n",
    "overriding.yml": [
      "bam: { class: File, path: x.bam }",
      "cwltool:overrides:",
      "  tool.cwl: { requirements: { EnvVarRequirement: { envDef: { A: tool } } } }",
      "  '#one': { requirements: { WorkReuse: { enableReuse: false } } }",
      "  '#on': { requirements: [] }",
    ].join("\n"),
    "script.yml": "cwl:tool: tool.cwl\nreads: { class: File, path: reads.txt }\n",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
});
afterAll(async () => {
  await evaluator[Symbol.asyncDispose]();
  await rm(cwd, { recursive: true });
});

const load = async (document: string): Promise<LoadedWorkflow> =>
  frontend.load({ document: join(cwd, document), options: {}, context, signal });
const uriOf = (name: string): string => pathToFileURL(join(cwd, name)).href;

async function inputsOf(
  document: string,
  given: { file?: string; texts?: Record<string, string[]> },
): Promise<JsonObject> {
  const loaded = await load(document);
  const file = given.file === undefined ? {} : { file: join(cwd, given.file) };
  return (await loaded.readInputs({ ...file, texts: given.texts ?? {}, cwd, signal })).inputs;
}

async function messageOf(action: Promise<unknown>): Promise<string> {
  const thrown = await action.then(
    () => undefined,
    (error: unknown) => error,
  );
  return isSluiceError(thrown) ? formatError(thrown) : String(thrown);
}

describe("detect", () => {
  it("knows documents by their version, and input objects by their tool", () => {
    expect(frontend.extensions).toEqual([".cwl"]);
    expect(frontend.detect({ path: "a", text: "#!/usr/bin/env cwl-runner\ncwlVersion: v1.0\n" })).toBe(true);
    expect(frontend.detect({ path: "a", text: '{"cwlVersion": "v1.2"}' })).toBe(true);
    expect(frontend.detect({ path: "a", text: "cwl:tool: a.cwl\n" })).toBe(true);
    expect(frontend.detect({ path: "a", text: "version: v1.0\nworkflows: {}\n" })).toBe(false);
  });
});

describe("load", () => {
  it("describes inputs and outputs as people write them", async () => {
    const loaded = await load("tool.cwl");
    expect(loaded).toMatchObject({ name: "tool", doc: "Counts things.", documents: [uriOf("tool.cwl")], warnings: [] });
    expect(loaded.inputs).toEqual([
      { name: "reads", type: "File", doc: "What is counted.", required: true, flag: false, list: false },
      { name: "depth", type: "int", required: false, default: 3, flag: false, list: false },
      { name: "names", type: "string[]?", required: false, flag: false, list: true },
      { name: "fast", type: "boolean?", required: false, flag: true, list: false },
      {
        name: "mode",
        type: expect.stringContaining("enum"),
        required: false,
        default: "strict",
        flag: false,
        list: false,
      },
    ]);
    expect(loaded.outputs).toEqual([{ name: "table", type: "File", doc: "The counts." }]);
  });

  it("runs an input object that names its tool", async () => {
    const loaded = await load("script.yml");
    expect(loaded.name).toBe("tool");
    expect(loaded.documents).toEqual([uriOf("script.yml"), uriOf("tool.cwl")]);
    const { inputs } = await loaded.readInputs({ texts: { depth: ["9"] }, cwd, signal });
    expect(inputs).toMatchObject({ reads: { location: uriOf("reads.txt") }, depth: 9 });
  });

  it("says where a document is wrong", async () => {
    await writeFile(
      join(cwd, "bad.cwl"),
      "cwlVersion: v1.2\nclass: CommandLineTool\nbaseComand: x\ninputs: []\noutputs: []\n",
    );
    expect(await messageOf(load("bad.cwl"))).toMatch(/bad\.cwl:3:1: CWL_INVALID/);
    expect(await messageOf(load("nowhere.cwl"))).toMatch(/FILE_NOT_FOUND/);
  });
});

describe("readInputs", () => {
  it("reads a file; texts win; defaults fill in; what is absent is null", async () => {
    const inputs = await inputsOf("tool.cwl", {
      file: "job.yml",
      texts: { depth: ["6"], names: ["a", "b"], fast: ["true"] },
    });
    expect(inputs).toMatchObject({ depth: 6, names: ["a", "b"], fast: true, mode: "strict" });
    expect(inputs["reads"]).toMatchObject({ class: "File", location: uriOf("reads.txt") });
    const bare = await inputsOf("tool.cwl", { texts: { reads: ["./reads.txt"] } });
    expect(bare).toMatchObject({
      reads: { class: "File", location: uriOf("reads.txt"), basename: "reads.txt" },
      depth: 3,
      names: null,
    });
  });

  it("names all faults, what was meant, and where", async () => {
    expect(await messageOf(inputsOf("tool.cwl", { file: "wrong.yml" }))).toMatch(
      /wrong\.yml:2:1: CWL_INPUT_INVALID: there is no input 'deph'\n.*'depth'/,
    );
    const texts = { dept: ["1"], depth: ["x"], mode: ["lose"] };
    const message = await messageOf(inputsOf("tool.cwl", { texts }));
    expect(message).toContain("CWL_INPUT_INVALID: there is no input 'dept'\n  Did you mean 'depth'?");
    expect(message).toContain(`the input 'depth' must be int, not "x"`);
    expect(message).toContain("Did you mean 'loose'?");
    expect(await messageOf(inputsOf("tool.cwl", {}))).toContain("the input 'reads' (File) is missing");
    expect(await messageOf(inputsOf("tool.cwl", { texts: { reads: ["nothing.txt"] } }))).toMatch(
      /FILE_NOT_FOUND.*nothing\.txt/,
    );
  });

  it("finds the secondary files of a workflow's inputs", async () => {
    const inputs = await inputsOf("flow.cwl", { texts: { bam: ["x.bam"] } });
    expect(inputs).toMatchObject({
      n: 1,
      bam: { size: 1, secondaryFiles: [{ class: "File", location: uriOf("x.bam.bai") }] },
    });
    expect(await messageOf(inputsOf("flow.cwl", { texts: { bam: ["lone.bam"] } }))).toContain("lone.bam.bai");
  });
});

describe("translate", () => {
  it("makes the graph and the inputs that it starts with", async () => {
    const loaded = await load("flow.cwl");
    const { inputs } = await loaded.readInputs({ texts: { bam: ["x.bam"] }, cwd, signal });
    const made = await loaded.translate({ inputs });
    expect(made.inputs).toEqual(inputs);
    expect(Object.keys(made.graph.steps)).toEqual(["/one"]);
    expect(made.graph.definitions).toHaveProperty(["tool.cwl", "baseCommand"], ["count"]);
  });

  it("adds the requirements of an input object to the process", async () => {
    const loaded = await load("tool.cwl");
    const read = await loaded.readInputs({ file: join(cwd, "wanting.yml"), texts: {}, cwd, signal });
    const { graph, inputs } = await loaded.translate({ inputs: read.inputs });
    expect(Object.keys(inputs)).toEqual(["reads", "depth", "names", "fast", "mode"]);
    expect(graph.steps["/tool"]).toMatchObject({
      operation: {
        params: { requirements: [{ class: "EnvVarRequirement", envDef: [{ envName: "A", envValue: "b" }] }] },
      },
    });
  });

  it("sets the requirements that a job overrides, and names targets that are not there", async () => {
    const loaded = await load("flow.cwl");
    const read = await loaded.readInputs({ file: join(cwd, "overriding.yml"), texts: {}, cwd, signal });
    const told = read.warnings.map((each) => belowFolder(formatError(each), cwd));
    expect(told).toEqual([
      "overriding.yml:5:3: CWL_INPUT_INVALID: there is no process or step '#on' to override; the override is ignored\n" +
        "  Did you mean '#one'?",
    ]);
    const { graph, inputs } = await loaded.translate({ inputs: read.inputs });
    expect(Object.keys(inputs)).toEqual(["bam", "n"]);
    expect(graph.steps["/one"]).toMatchObject({
      operation: {
        params: {
          requirements: [
            { class: "WorkReuse", enableReuse: false },
            { class: "EnvVarRequirement", envDef: [{ envName: "A", envValue: "tool" }] },
          ],
        },
      },
    });
  });
});
