import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isSluiceError } from "@sluice/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadProcess } from "../../src/load/index.ts";
import type { Process } from "../../src/model/index.ts";
import { packProcess } from "../../src/pack/pack-process.ts";
import { commonVersion, upgradeProcess } from "../../src/pack/upgrade-process.ts";
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
    expect(withoutIds(again)).toEqual(withoutIds(upgraded(process)));
    expect(again.schemas).toEqual([`${root}formats.owl`]);
  });

  test("gives every process an id of its own, and writes one that is run twice once", async () => {
    const { process } = await loadProcess({ uri: `${root}main.cwl`, fetchText });
    const graph = packProcess(process)["$graph"] as readonly { readonly id: string; readonly cwlVersion?: string }[];
    expect(graph.map(({ id }) => id)).toEqual(["main", "tool", "inner", "tool_2", "e"]);
    expect(graph.map(({ cwlVersion }) => cwlVersion)).toEqual(graph.map(() => undefined));
    expect(JSON.stringify(graph)).not.toMatch(/\$import|\$include|types\.yml|v1\.0/);
  });

  test("keeps the names of types, those of records that contain themselves included", async () => {
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
      { class: "SchemaDefRequirement", types: [{ name: "#types/pair" }, { name: "#types/tree" }] },
    ]);
    expect(packed.outputs).toMatchObject([{ type: "#types/tree" }]);
  });

  test("names types apart that are not the same", async () => {
    const files: Readonly<Record<string, string>> = {
      "file:///one.yml": "{ name: pair, type: record, fields: { a: int } }",
      "file:///two.yml": "{ name: pair, type: record, fields: { b: int } }",
      "file:///named.cwl": `
cwlVersion: v1.2
class: CommandLineTool
requirements: { SchemaDefRequirement: { types: [ { $import: one.yml }, { $import: two.yml } ] } }
inputs:
  a: one.yml#pair[]
  b: two.yml#pair?
  colour: { type: { type: enum, name: colour, symbols: [ red, blue ] } }
outputs:
  out: { type: one.yml#pair, outputBinding: { outputEval: "$(inputs.a[0])" } }
  found: { type: { type: record, name: found, fields: { f: { type: File, outputBinding: { glob: x } } } } }
`,
    };
    const { process } = await loadProcess({
      uri: "file:///named.cwl",
      fetchText: (uri) => Promise.resolve(files[uri] ?? ""),
    });
    const [packed] = packProcess(process)["$graph"] as readonly [Record<string, unknown>];
    expect(packed).toMatchObject({
      requirements: [
        {
          class: "SchemaDefRequirement",
          types: [
            { name: "#types/pair", fields: [{ name: "a" }] },
            { name: "#types/pair_2", fields: [{ name: "b" }] },
            { name: "#types/colour", symbols: ["red", "blue"] },
          ],
        },
      ],
      inputs: [
        { type: { type: "array", items: "#types/pair" } },
        { type: ["null", "#types/pair_2"] },
        { type: "#types/colour" },
      ],
      outputs: [{ type: "#types/pair" }, { type: { type: "record", name: "#types/found" } }],
    });
    const again = await packAndLoad(process);
    expect(again.inputs).toMatchObject([
      { type: { items: { name: "pair" } } },
      { type: ["null", { name: "pair_2" }] },
      { type: { name: "colour" } },
    ]);
    expect(withoutIds(again)).toEqual(withoutIds(process));
  });

  test("calls a type the same in all processes, as others compare types by their names", async () => {
    const tool = "class: CommandLineTool, baseCommand: echo, outputs: {}";
    const schema = "requirements: { SchemaDefRequirement: { types: [ { $import: pair.yml } ] } }";
    const files: Readonly<Record<string, string>> = {
      "file:///pair.yml": "{ name: pair, type: record, fields: { a: { type: int, inputBinding: { prefix: -a } } } }",
      "file:///types.cwl": `{ cwlVersion: v1.2, ${tool}, ${schema}, inputs: { p: { type: pair.yml#pair } } }`,
      "file:///flow.cwl": `{ cwlVersion: v1.2, class: Workflow, ${schema}, inputs: { p: pair.yml#pair },
        outputs: {}, steps: { s: { run: types.cwl, in: { p: p }, out: [] } } }`,
    };
    const { process } = await loadProcess({
      uri: "file:///flow.cwl",
      fetchText: (uri) => Promise.resolve(files[uri] ?? ""),
    });
    const graph = packProcess(process)["$graph"] as readonly { readonly requirements: unknown }[];
    // Folders of names are none of processes.
    expect(graph).toMatchObject([
      { id: "main", inputs: [{ type: "#types_2/pair" }] },
      { id: "types", inputs: [{ type: "#types_2/pair" }] },
    ]);
    expect(graph[0]?.requirements).toEqual(graph[1]?.requirements);
    expect(withoutIds(await packAndLoad(process))).toEqual(withoutIds(process));
  });

  test.each([
    ["", [{ class: "ResourceRequirement", ramMin: 1024 }]],
    ["hints: { ResourceRequirement: { coresMin: 2 } }", [{ class: "ResourceRequirement", coresMin: 2, ramMin: 1024 }]],
    ["hints: { ResourceRequirement: { ramMax: 512 } }", [{ class: "ResourceRequirement", ramMax: 512 }]],
  ])("writes out what v1.0 takes for granted when it upgrades: %j", async (hints, expected) => {
    const files: Readonly<Record<string, string>> = {
      "file:///new.cwl":
        "{ cwlVersion: v1.2, class: Workflow, inputs: {}, outputs: {}, steps: { a: { run: old.cwl, in: {}, out: [] } } }",
      "file:///old.cwl": `cwlVersion: v1.0\nclass: CommandLineTool\nbaseCommand: ls\ninputs: {}\noutputs: {}\n${hints}\n`,
    };
    const { process } = await loadProcess({
      uri: "file:///new.cwl",
      fetchText: (uri) => Promise.resolve(files[uri] ?? ""),
    });
    const [, packed] = packProcess(process)["$graph"] as readonly { readonly hints?: readonly unknown[] }[];
    expect(packed?.hints).toEqual(
      expect.arrayContaining([
        { class: "LoadListingRequirement", loadListing: "deep_listing" },
        { class: "NetworkAccess", networkAccess: true },
        ...expected,
      ]),
    );
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

/** A process and all that it runs, in one version. */
function upgraded(main: Process): Process {
  const all = new Set([main]);
  for (const process of all) if (process.class === "Workflow") for (const { run } of process.steps) all.add(run);
  const version = commonVersion([...all]);
  const made = new Map<Process, Process>();
  const upgrade = (process: Process): Process => {
    const known = made.get(process);
    if (known) return known;
    const one = upgradeProcess(process, version, [...all]);
    const whole =
      one.class === "Workflow"
        ? { ...one, steps: one.steps.map((step) => ({ ...step, run: upgrade(step.run) })) }
        : one;
    made.set(process, whole);
    return whole;
  };
  return upgrade(main);
}

const tests = join(suiteFolder, "tests");

describeWith(needs.suite, "documents of the conformance suite", () => {
  const names = readdirSync(tests, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".cwl"));

  test.each(names)("%s", async (name) => {
    const loaded = await loadIfValid(join(tests, name));
    const again = loaded && (await packAndLoad(loaded));
    expect(again && withoutIds(again)).toEqual(loaded && withoutIds(upgraded(loaded)));
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
