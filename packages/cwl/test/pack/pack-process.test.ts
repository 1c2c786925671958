import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isSluiceError } from "@sluice/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadProcess } from "../../src/load/index.ts";
import type { Process } from "../../src/model/index.ts";
import { packProcess } from "../../src/pack/pack-process.ts";
import { anyWorkflow } from "../translate/any-workflow.ts";
import { packAndLoad, withoutIds } from "./same-model.ts";
import { describeWith, needs, suiteFolder } from "../../../../test/support/needs.ts";

const documents: Readonly<Record<string, string>> = {
  "main.cwl": `
cwlVersion: v1.2
class: Workflow
$namespaces: { edam: "http://edamontology.org/" }
$schemas: [formats.owl]
requirements:
  SchemaDefRequirement: { types: [ { $import: types.yml } ] }
  ScatterFeatureRequirement: {}
inputs:
  who: { type: "types.yml#person[]", default: [ { name: a, age: null } ] }
  reads: { type: File, format: edam:format_1929, secondaryFiles: [ .fai, { pattern: ^.dict, required: false } ], default: { class: File, path: reads.fa } }
outputs:
  out: { type: "File[]", outputSource: [ one/said ], linkMerge: merge_flattened, format: edam:format_2330 }
  all: { type: "Any?", outputSource: inner/n }
steps:
  one: { run: tools/tool.cwl, scatter: who, in: { who: who, times: { default: 2 } }, out: [ said ], hints: { WorkReuse: { enableReuse: false } } }
  two: { run: tools/tool.cwl, in: { who: { source: who, valueFrom: "$(self[0])" } }, out: [ { id: said } ], requirements: { StepInputExpressionRequirement: {} }, when: $(true) }
  inner:
    in: []
    out: [ n ]
    run:
      class: Workflow
      inputs: []
      outputs: { n: { type: int, outputSource: e/n } }
      steps:
        e: { run: { class: ExpressionTool, requirements: { InlineJavascriptRequirement: { expressionLib: [ { $include: lib.js } ] } }, inputs: [], outputs: { n: int }, expression: "\${ return { n: f() }; }" }, in: [], out: [ n ] }
  old: { run: "old.cwl#tool", in: { text: reads }, out: [] }
`,
  "types.yml":
    "{ name: person, type: record, fields: { name: string, age: { type: int?, inputBinding: { prefix: -a } } } }",
  "tools/tool.cwl": `
cwlVersion: v1.2
class: CommandLineTool
doc: [ Says, something. ]
requirements:
  SchemaDefRequirement: { types: [ { $import: ../types.yml } ] }
  InitialWorkDirRequirement: { listing: [ { class: File, location: data.txt }, { entryname: a, entry: "$(inputs.who)", writable: true } ] }
baseCommand: echo
arguments: [ -n, { valueFrom: $(runtime.cores), position: 2 } ]
successCodes: [ 0, 3 ]
inputs:
  who: { type: ../types.yml#person, label: Who }
  times: { type: int, default: 1, inputBinding: { position: 1 } }
  how: { type: { type: enum, name: how, symbols: [ a, b ] }, default: a }
  text: stdin
outputs: { said: stdout, err: { type: stderr } }
`,
  "lib.js": "function f() { return 1; }\n",
  "old.cwl": `
cwlVersion: v1.0
$graph:
  - { id: tool, class: CommandLineTool, baseCommand: wc, inputs: { text: { type: File, secondaryFiles: .x, inputBinding: { loadContents: true } } }, outputs: [] }
  - { id: other, class: ExpressionTool, inputs: { a: File }, outputs: [], expression: "$({})" }
`,
};

const root = "file:///somewhere/";
const fetchText = (uri: string): Promise<string> => Promise.resolve(documents[uri.slice(root.length)] ?? "");

describe("packProcess", () => {
  test("makes one document of many, which loads to the same model", async () => {
    const { process } = await loadProcess({ uri: `${root}main.cwl`, fetchText });
    const again = await packAndLoad(process);
    expect(withoutIds(again)).toEqual(withoutIds(process));
    expect(again.schemas).toEqual([`${root}formats.owl`]);
  });

  test("gives every process an id of its own, and writes one that is run twice once", async () => {
    const { process } = await loadProcess({ uri: `${root}main.cwl`, fetchText });
    const graph = packProcess(process)["$graph"] as readonly { readonly id: string; readonly cwlVersion?: string }[];
    expect(graph.map(({ id }) => id)).toEqual(["main", "tool", "inner", "tool_2", "e"]);
    expect(graph.map(({ cwlVersion }) => cwlVersion)).toEqual([undefined, undefined, undefined, "v1.0", undefined]);
    expect(JSON.stringify(graph)).not.toMatch(/\$import|\$include|types\.yml/);
  });

  test("names records that contain themselves, apart for inputs and outputs", async () => {
    const uri = "file:///tree.cwl";
    const text = `
cwlVersion: v1.2
class: CommandLineTool
requirements:
  SchemaDefRequirement:
    types:
      - { name: pair, type: record, fields: { a: int } }
      - { name: tree, type: record, fields: { of: { type: { type: array, items: tree }, inputBinding: { prefix: -t } }, pair: pair } }
inputs: { a: tree, b: "tree[]?" }
outputs: { out: { type: tree, outputBinding: { outputEval: $(inputs.a) } } }
`;
    const { process } = await loadProcess({ uri, fetchText: () => Promise.resolve(text) });
    expect(withoutIds(await packAndLoad(process))).toEqual(withoutIds(process));
    const [packed] = packProcess(process)["$graph"] as readonly [{ requirements: unknown; outputs: unknown }];
    expect(packed.requirements).toMatchObject([
      { class: "SchemaDefRequirement", types: [{ name: "#main/tree" }, { name: "#main/tree_2" }] },
    ]);
    expect(packed.outputs).toMatchObject([{ type: "#main/tree_2" }]);
  });

  test("keeps what v1.0 has as extensions", async () => {
    const uri = "file:///old.cwl";
    const text = `
cwlVersion: v1.0
class: CommandLineTool
$namespaces: { cwltool: "http://commonwl.org/cwltool#" }
requirements: { cwltool:TimeLimit: { timelimit: 5 } }
hints: { cwltool:LoadListingRequirement: { loadListing: no_listing } }
inputs: []
outputs: []
baseCommand: ls
`;
    const { process } = await loadProcess({ uri, fetchText: () => Promise.resolve(text) });
    expect(withoutIds(await packAndLoad(process))).toEqual(withoutIds(process));
  });

  test("holds for any workflow", async () => {
    await fc.assert(
      fc.asyncProperty(anyWorkflow(2), async (workflow) => {
        // A generated model need not be what a document gives; what it gives when it is loaded is.
        const loaded = await packAndLoad(workflow);
        expect(withoutIds(await packAndLoad(loaded))).toEqual(withoutIds(loaded));
      }),
      { numRuns: 200 },
    );
  });

  test("packing what is packed changes nothing", async () => {
    const { process } = await loadProcess({ uri: `${root}main.cwl`, fetchText });
    const packed = packProcess(process);
    const { process: again } = await loadProcess({
      uri: "file:///packed.cwl",
      fetchText: () => Promise.resolve(JSON.stringify(packed)),
    });
    expect(packProcess(again)).toEqual(packed);
  });
});

const tests = join(suiteFolder, "tests");

describeWith(needs.suite, "documents of the conformance suite", () => {
  const names = readdirSync(tests, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".cwl"));

  test.each(names)("%s", async (name) => {
    const loaded = await loadIfValid(join(tests, name));
    const again = loaded && (await packAndLoad(loaded));
    expect(again && withoutIds(again)).toEqual(loaded && withoutIds(loaded));
  });
});

async function loadIfValid(path: string): Promise<Process | undefined> {
  try {
    return (await loadProcess({ path })).process;
  } catch (thrown) {
    if (isSluiceError(thrown)) return undefined;
    throw thrown;
  }
}
