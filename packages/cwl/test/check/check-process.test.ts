import { describe, expect, test } from "vitest";
import { checkProcess, refuseUndeclared } from "../../src/check/index.ts";
import type { Requirement } from "../../src/model/index.ts";
import { faultsOf, loadFrom, show, tool, type Documents } from "../load/documents.ts";

const features =
  "requirements: {ScatterFeatureRequirement: {}, MultipleInputFeatureRequirement: {}, StepInputExpressionRequirement: {}, SubworkflowFeatureRequirement: {}}";

const allFeatures: readonly Requirement[] = [
  { class: "MultipleInputFeatureRequirement" },
  { class: "StepInputExpressionRequirement" },
];

/** A workflow of one step `s` that runs a tool with the input `x` and the output `o`. */
interface Case {
  readonly inputs: string;
  readonly x: string;
  readonly in: string;
  readonly step?: string;
  readonly o?: string;
  readonly outputs?: string;
}

async function check(given: Case): Promise<string[]> {
  const documents = {
    "a.cwl": [
      "cwlVersion: v1.2",
      "class: Workflow",
      features,
      `inputs: ${given.inputs}`,
      `outputs: ${given.outputs ?? "{}"}`,
      "steps:",
      `  s: {run: t.cwl, out: [o], in: ${given.in}${given.step === undefined ? "" : `, ${given.step}`}}`,
    ].join("\n"),
    "t.cwl": tool("inputs:", `  x: ${given.x}`, `outputs: {o: ${given.o ?? "string"}}`),
  };
  return checkProcess((await loadFrom(documents)).process).map(show);
}

describe("links whose types suit", () => {
  test.each<Case>([
    { inputs: "{i: string}", x: "string", in: "{x: i}" },
    { inputs: "{i: string}", x: "string?", in: "{x: i}" },
    { inputs: "{i: int}", x: "double", in: "{x: i}" },
    { inputs: "{i: Any}", x: "File", in: "{x: i}" },
    { inputs: "{i: 'string[]'}", x: "string", in: "{x: i}", step: "scatter: x" },
    { inputs: "{i: string, j: string}", x: "string[]", in: "{x: [i, j]}" },
    { inputs: "{i: string}", x: "string[]", in: "{x: {source: i, linkMerge: merge_nested}}" },
    { inputs: "{i: 'string[]', j: string}", x: "string[]", in: "{x: {source: [i, j], linkMerge: merge_flattened}}" },
    { inputs: "{i: 'string?', j: string}", x: "string", in: "{x: {source: [i, j], pickValue: first_non_null}}" },
    { inputs: "{i: 'string?', j: string}", x: "string[]", in: "{x: {source: [i, j], pickValue: all_non_null}}" },
    {
      inputs: "{i: {type: {type: array, items: ['null', string]}}}",
      x: "string",
      in: "{x: {source: i, pickValue: first_non_null}}",
    },
    {
      inputs: "{i: {type: {type: array, items: ['null', string]}}}",
      x: "string[]",
      in: "{x: {source: i, pickValue: all_non_null}}",
    },
    {
      inputs: "{i: 'string[]', j: 'string[]'}",
      x: "string",
      in: "{x: {source: [i, j], linkMerge: merge_flattened, pickValue: first_non_null}}",
    },
    { inputs: "{i: int}", x: "string", in: "{x: {source: i, valueFrom: text}}" },
    { inputs: "{i: 'string?'}", x: "string", in: "{x: {source: i, default: y}}" },
    { inputs: "{i: {type: {type: enum, symbols: [a]}}}", x: "string", in: "{x: i}" },
    {
      inputs: "{i: string}",
      x: "string",
      in: "{x: i}",
      step: "when: $(inputs.x)",
      outputs: "{r: {type: 'string?', outputSource: s/o}}",
    },
    {
      inputs: "{i: 'string[]'}",
      x: "string",
      in: "{x: i}",
      step: "scatter: x",
      outputs: "{r: {type: 'string[]', outputSource: s/o}}",
    },
  ])("$inputs → $x with $in $step", async (given) => {
    expect(await check(given)).toEqual([]);
  });
});

describe("links whose types may not suit", () => {
  test.each<[Case, string]>([
    [
      { inputs: "{i: 'string?'}", x: "string", in: "{x: i}" },
      "7:37 CWL_TYPE the types may not match: 'i' is string?, the input 'x' of the step 's' is string",
    ],
    [
      {
        inputs: "{i: string}",
        x: "string",
        in: "{x: i}",
        step: "when: $(inputs.x)",
        outputs: "{r: {type: string, outputSource: s/o}}",
      },
      "5:28 CWL_TYPE the output 'r' may get null, for the step of 's/o' may be skipped",
    ],
    [
      { inputs: "{i: string}", x: "{type: {type: enum, symbols: [a]}}", in: "{x: i}" },
      "7:37 CWL_TYPE the types may not match: 'i' is string, the input 'x' of the step 's' is enum of a",
    ],
    [
      { inputs: "{i: File}", x: "{type: File, secondaryFiles: .bai}", in: "{x: i}" },
      "7:37 CWL_TYPE the input 'x' of the step 's' needs the secondary files .bai, which 'i' does not declare",
    ],
    [
      { inputs: "{i: string}", x: "string", in: "{x: i, y: i}" },
      "7:37 CWL_REFERENCE the step 's' has the input 'y', which nothing uses",
    ],
  ])("%o", async (given, warning) => {
    const [first, ...rest] = await check(given);
    expect(rest).toEqual([]);
    expect(first?.replace(/^\d+:\d+/, "")).toBe(warning.replace(/^\d+:\d+/, ""));
  });
});

describe("links whose types do not suit", () => {
  test.each<[Case, string]>([
    [
      { inputs: "{i: int}", x: "string", in: "{x: i}" },
      "the types do not match: 'i' is int, the input 'x' of the step 's' is string",
    ],
    [
      { inputs: "{i: double}", x: "int", in: "{x: i}" },
      "the types do not match: 'i' is double, the input 'x' of the step 's' is int",
    ],
    [
      { inputs: "{i: File}", x: "Directory?", in: "{x: i}" },
      "the types do not match: 'i' is File, the input 'x' of the step 's' is Directory?",
    ],
    [
      { inputs: "{i: string, j: string}", x: "string", in: "{x: [i, j]}" },
      "the types do not match: 'i' is string[] (after merge_nested), the input 'x' of the step 's' is string",
    ],
    [
      { inputs: "{i: string}", x: "string", in: "{x: i}", step: "scatter: x" },
      "the step 's' scatters over 'x', but 'i' is string, which is no list",
    ],
    [
      { inputs: "{i: string}", x: "string", in: "{x: {source: i, valueFrom: $(self)}}", step: "scatter: x" },
      "the step 's' scatters over 'x', but 'i' is string, which is no list",
    ],
    [
      { inputs: "{i: string}", x: "string", in: "{x: {default: y}}", step: "scatter: x" },
      "the step 's' scatters over 'x', whose default is no list",
    ],
    [
      { inputs: "{i: string}", x: "string", in: "{x: i}", outputs: "{r: {type: File, outputSource: s/o}}" },
      "the types do not match: 's/o' is string, the output 'r' is File",
    ],
    [
      { inputs: "{i: string}", x: "string", in: "{}" },
      "the step 's' gives no value for 'x' (string), which what it runs needs",
    ],
    [
      {
        inputs: "{i: {type: {type: record, fields: {p: int}}}}",
        x: "{type: {type: record, fields: {p: int, q: int}}}",
        in: "{x: i}",
      },
      "the types do not match: 'i' is record of p, the input 'x' of the step 's' is record of p, q",
    ],
  ])("%o", async (given, message) => {
    const faults = await faultsOf(check(given));
    expect(faults[0]).toMatch(/^\d+:\d+ CWL_TYPE /);
    expect(faults[0]?.replace(/^\S+ \S+ /, "")).toBe(message);
  });

  test("records that contain themselves suit each other, or may", async () => {
    const requirements = "SchemaDefRequirement: {types: [{name: tree, type: record, fields: {of: {type: tree?}}}]}";
    const workflow = (type: string): string => `cwlVersion: v1.2
class: Workflow
requirements: {${requirements}}
inputs: {i: ${type}}
outputs: {}
steps:
  s: {in: {x: i}, out: [], run: {class: CommandLineTool, requirements: {${requirements}}, inputs: {x: tree}, outputs: {}}}
`;
    const deeper = "{type: {type: record, fields: {of: {type: {type: record, fields: {of: {type: tree?}}}}}}}";
    const other = "{type: {type: record, fields: {of: int}}}";
    const checked = async (type: string): Promise<string[]> =>
      checkProcess((await loadFrom(workflow(type))).process).map(show);
    expect((await checked("tree")).join()).not.toContain("CWL_TYPE");
    expect((await checked(deeper)).join()).toContain("CWL_TYPE the types may not match");
    expect(await faultsOf(checked(other))).toEqual([expect.stringContaining("CWL_TYPE the types do not match")]);
  });

  test("tell where both ends are declared", async () => {
    await expect(check({ inputs: "{i: int}", x: "string", in: "{x: i}" })).rejects.toMatchObject({
      position: { file: "/w/a.cwl", line: 7, column: 37 },
      hint: "'i' is declared at /w/a.cwl:4:13, what it goes to at /w/t.cwl:4:6.",
    });
  });
});

const workflow = (steps: string, head = features) =>
  `cwlVersion: v1.2\nclass: Workflow\n${head}\ninputs: {i: string}\noutputs: {}\nsteps: ${steps}`;
const echo = tool("inputs: {x: string?}", "outputs: {o: string}");

function stepDocuments(steps: string, head?: string): Documents {
  return { "a.cwl": workflow(steps, head), "t.cwl": echo };
}

async function checkSteps(steps: string, head?: string): Promise<readonly string[]> {
  return checkProcess((await loadFrom(stepDocuments(steps, head))).process).map(show);
}

test("steps that wait for each other are reported once, in the order of the flow", async () => {
  const steps =
    "{a: {run: t.cwl, in: {x: c/o}, out: [o]}, b: {run: t.cwl, in: {x: a/o}, out: [o]}, c: {run: t.cwl, in: {x: b/o}, out: [o]}}";
  expect((await faultsOf(checkSteps(steps))).map((fault) => fault.replace(/^\S+ /, ""))).toEqual([
    "CWL_INVALID the steps wait for each other: b → c → a → b",
  ]);
});

test("a chain of many steps is no cycle and does not exhaust the stack", async () => {
  const steps = Array.from(
    { length: 20_000 },
    (_, index) => `  s${index}: {run: t.cwl, in: {x: ${index === 19_999 ? "i" : `s${index + 1}/o`}}, out: [o]}`,
  );
  expect(await checkSteps(`\n${steps.join("\n")}`)).toEqual([]);
});

describe("features that are not declared", () => {
  const needed = [
    [
      "{s: {run: t.cwl, scatter: x, in: {x: {default: [a]}}, out: [o]}}",
      "the step 's' scatters, which needs ScatterFeatureRequirement",
    ],
    [
      "{s: {run: {class: Workflow, inputs: [], outputs: [], steps: []}, in: [], out: []}}",
      "the step 's' runs a workflow, which needs SubworkflowFeatureRequirement",
    ],
  ] as const;
  const valueFrom = "{s: {run: t.cwl, in: {x: {valueFrom: a}}, out: [o]}}";
  /** The reference implementation finds these valid, and fails where it comes to them in a run. */
  const neededByRuns = [
    [valueFrom, "the step 's' has an input with valueFrom, which needs StepInputExpressionRequirement"],
    [
      "{s: {run: t.cwl, in: {x: {source: [i, i], pickValue: first_non_null}}, out: [o]}}",
      "the step 's' has an input with several sources, which needs MultipleInputFeatureRequirement",
    ],
  ] as const;

  test.each([...needed, ...neededByRuns])("are errors where the check is strict: %s", async (steps, message) => {
    const { process } = await loadFrom(stepDocuments(steps, "label: none"));
    const check = Promise.resolve().then(() => checkProcess(process, { strict: true }));
    expect(await faultsOf(check)).toEqual([expect.stringContaining(message)]);
    expect(checkProcess((await loadFrom(stepDocuments(steps))).process, { strict: true })).toEqual([]);
  });

  test.each(needed)("are errors: %s", async (steps, message) => {
    expect(await faultsOf(checkSteps(steps, "label: none"))).toEqual([expect.stringContaining(message)]);
  });

  test.each(neededByRuns)("are warnings, and errors of a run: %s", async (steps, message) => {
    expect(await checkSteps(steps, "label: none")).toEqual([
      expect.stringContaining(`CWL_INVALID ${message}; it cannot be run like this`),
    ]);
    const { process } = await loadFrom(stepDocuments(steps, "label: none"));
    expect(() => refuseUndeclared(process)).toThrow(message);
    expect(() => refuseUndeclared({ ...process, requirements: allFeatures })).not.toThrow();
  });

  test("of a workflow inside a workflow keep a run from beginning as well", async () => {
    const inner = `{class: Workflow, inputs: {i: string?}, outputs: [], steps: ${valueFrom}}`;
    const head = "requirements: [{class: SubworkflowFeatureRequirement}]";
    const { process } = await loadFrom(stepDocuments(`{w: {run: ${inner}, in: [], out: []}}`, head));
    expect(() => refuseUndeclared(process)).toThrow("needs StepInputExpressionRequirement");
  });

  test("may be declared by a workflow around", async () => {
    const inner =
      "{class: Workflow, inputs: {}, outputs: {}, steps: {t: {run: t.cwl, scatter: x, in: {x: {default: [a]}}, out: [o]}}}";
    expect(await checkSteps(`{s: {run: ${inner}, in: [], out: []}}`)).toEqual([]);
  });
});

test("a workflow inside a workflow is checked too", async () => {
  const inner = "{class: Workflow, inputs: {n: int}, outputs: {}, steps: {t: {run: t.cwl, in: {x: n}, out: [o]}}}";
  expect(await faultsOf(checkSteps(`{s: {run: ${inner}, in: {n: {default: 1}}, out: []}}`))).toEqual([
    expect.stringContaining("'n' is int, the input 'x' of the step 't' is string?"),
  ]);
});
