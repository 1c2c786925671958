import { describe, expect, test } from "vitest";
import { isSluiceError } from "@sluice/contracts";
import { checkProcess } from "../../src/check/index.ts";
import { listOf, loadFrom, show, type Documents } from "../load/documents.ts";

const types = `
  reads: File
  opt: File?
  many: File[]
  dir: Directory
  n: int
  text: string
  any: Any
  either: [File, string]
  rec: { type: { type: record, fields: { left: File, pair: { type: { type: array, items: { type: array, items: File } } } } } }
`;

/** What is said of a tool with an argument. */
function ofArgument(argument: string, javascript = false, more = ""): Promise<string[]> {
  const requirement = javascript ? "{ InlineJavascriptRequirement: { expressionLib: ['var known = {};'] } }" : "{}";
  const lines = ["cwlVersion: v1.2", "class: CommandLineTool", `requirements: ${requirement}`, `inputs: ${types}`];
  return said([...lines, `arguments: [${JSON.stringify(argument)}]`, "outputs: []", more].join("\n"));
}

/** Warnings begin with a tilde. */
async function said(documents: Documents | string): Promise<string[]> {
  try {
    return checkProcess((await loadFrom(documents)).process).map((warning) => `~${withHint(warning)}`);
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    return listOf(error).map(withHint);
  }
}

function withHint(error: Parameters<typeof show>[0]): string {
  return `${show(error).replace(/^\d+:\d+ /, "")}${error.hint === undefined ? "" : ` (${error.hint})`}`;
}

describe("without JavaScript, a reference fails that", () => {
  test.each([
    ["$(inputs.raeds.nameroot)", "there is no input 'raeds' (Did you mean 'reads'?)"],
    ["$(inputs['gone'])", "there is no input 'gone' (The inputs are: reads, opt, many"],
    ["$(inputs.reads.namerot)", "inputs.reads is a File, which has no 'namerot' (Did you mean 'nameroot'?)"],
    ["$(inputs.opt.pth)", "inputs.opt is a File, which has no 'pth' (Did you mean 'path'?)"],
    ["$(inputs.many.path)", "inputs.many is a list, which has no 'path'"],
    ["$(inputs.reads[0])", "inputs.reads is a File, not a list"],
    ["$(inputs.n.value)", "inputs.n is an int, which has no 'value'"],
    ["$(inputs.text.length)", "inputs.text is a text, which has no 'length'"],
    ["$(inputs.rec.lft)", "inputs.rec is a record, which has no 'lft' (Did you mean 'left'?)"],
    ["$(inputs.rec.pair[0][1].siez)", "inputs.rec.pair[0][1] is a File, which has no 'siez' (Did you mean 'size'?)"],
    ["$(inputs.dir.listing.path)", "inputs.dir.listing is a list, which has no 'path'"],
    ["$(runtime.core)", "runtime has no 'core' (Did you mean 'cores'?)"],
    ["$(self.path)", "self is null"],
    ["$(input.reads)", "'input' is not defined"],
    ["$(date)", "'date' is not defined"],
  ])("%s", async (argument, message) => {
    const [only, ...others] = await ofArgument(argument);
    expect(only).toContain(`CWL_REFERENCE ${argument}: ${message}`);
    expect(only).not.toMatch(/^~/);
    expect(others).toEqual([]);
  });
});

test("what only JavaScript knows needs a requirement, which may come with the job", async () => {
  for (const argument of ["$(true)", "$(1)", "$(undefined)"])
    expect(await ofArgument(argument)).toEqual([expect.stringMatching(/^~.*needs InlineJavascriptRequirement$/)]);
});

test.each([
  "$(inputs.reads.nameroot)",
  "$(inputs.reads.metadata.sample)",
  "$(inputs.reads.secondaryFiles[0].path)",
  "$(inputs.many[0].path) of $(inputs.many.length)",
  "$(inputs['reads']['nameext'])",
  "$(inputs.either.path)",
  "$(inputs.any.what.ever[3])",
  "$(inputs.rec.more)",
  "$(inputs)",
  "$(self)",
  "$(runtime.outdirSize)",
  "$(null)",
  "\\$(date)",
  "\\${HOME}",
])("%s may be right", async (argument) => {
  expect(await ofArgument(argument)).toEqual([]);
});

describe("with JavaScript", () => {
  test.each([
    ["$(inputs.raeds)", "~CWL_REFERENCE $(inputs.raeds): there is no input 'raeds'"],
    ["$(inputs.raeds.path)", "CWL_REFERENCE $(inputs.raeds.path): there is no input 'raeds'"],
    ["$(inputs.reads.pth)", "~CWL_REFERENCE $(inputs.reads.pth): inputs.reads is a File, which has no 'pth'"],
    ["$(runtime.core)", "~CWL_REFERENCE $(runtime.core): runtime has no 'core'"],
    ["$(self.path)", "CWL_REFERENCE $(self.path): self is null"],
    ["$(input.reads)", "CWL_REFERENCE $(input.reads): 'input' is not defined"],
    ["$(inputs.raeds + 1)", "~CWL_REFERENCE $(inputs.raeds + 1): there is no input 'raeds'"],
    ["${ return inputs['raeds']; }", "~CWL_REFERENCE ${ return inputs['raeds']; }: there is no input 'raeds'"],
  ])("%s is told of", async (argument, message) => {
    expect(await ofArgument(argument, true)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    "$(inputs.x || 1)",
    "$(inputs.x ?? 1)",
    "$(inputs.x?.y)",
    "$(inputs.x === undefined ? 1 : inputs.x.y)",
    "$(typeof inputs.x)",
    "$('x' in inputs ? inputs.x : 1)",
    "$(inputs.hasOwnProperty('x') && inputs.x)",
    "$(Object.keys(inputs).length + inputs.x)",
    "${ if (inputs.x) { return inputs.x.y; } return null; }",
    "${ if (!inputs.x) return 1; return inputs.x; }",
    "${ try { return inputs.x.y; } catch (e) { return 1; } }",
    "${ var o = { inputs: { x: 1 } }; return o.inputs.x; }",
    "${ return (function (inputs) { return inputs.x; })({ x: 1 }); }",
    "${ var name = 'x'; return inputs[name]; }",
    "${ return 'inputs.x' + \"inputs.y\" + /inputs.z/.source; }",
    "${ /* inputs.x */ return 1; // inputs.y\n}",
    "${ return `${inputs.x}`; }",
    "${ inputs.x = 1; return inputs.x; }",
    "$(inputs.reads.path.split('/').length)",
    "$(inputs.many.map(function (f) { return f.path; }))",
    "$(inputs.text.length)",
    "$(inputs.many.length)",
    "$(known.thing)",
    "$(Math.PI)",
  ])("%s may be right", async (argument) => {
    expect(await ofArgument(argument, true)).toEqual([]);
  });

  test("the place is that of the input in the script", async () => {
    const { process } = await loadFrom(`cwlVersion: v1.2
class: ExpressionTool
requirements: { InlineJavascriptRequirement: {} }
inputs: { a: int }
outputs: { b: int }
expression: |
  \${
    return { b: inputs.a +
      inputs.gone };
  }
`);
    expect(checkProcess(process).map(show)).toEqual([expect.stringMatching(/^9:7 CWL_REFERENCE .* 'gone'$/)]);
  });
});

describe("every place of a tool is looked at", () => {
  const places: Readonly<Record<string, string>> = {
    stdin: "stdin: $(inputs.gone)",
    stdout: "stdout: $(inputs.gone)",
    stderr: "stderr: $(inputs.gone)",
    "an argument's valueFrom": "arguments: [{ valueFrom: $(inputs.gone) }]",
    EnvVarRequirement: "requirements: { EnvVarRequirement: { envDef: { A: $(inputs.gone) } } }",
    ResourceRequirement: "hints: { ResourceRequirement: { ramMin: $(inputs.gone) } }",
    InitialWorkDirRequirement: "requirements: { InitialWorkDirRequirement: { listing: [$(inputs.gone)] } }",
    "a Dirent": "requirements: { InitialWorkDirRequirement: { listing: [{ entryname: x, entry: '$(inputs.gone)' }] } }",
    ToolTimeLimit: "requirements: { ToolTimeLimit: { timelimit: $(inputs.gone) } }",
    WorkReuse: "requirements: { WorkReuse: { enableReuse: $(inputs.gone) } }",
    NetworkAccess: "requirements: { NetworkAccess: { networkAccess: $(inputs.gone) } }",
    glob: "outputs: { o: { type: File, outputBinding: { glob: $(inputs.gone) } } }",
    outputEval: "outputs: { o: { type: Any, outputBinding: { outputEval: $(inputs.gone) } } }",
    format: "outputs: { o: { type: File, format: $(inputs.gone), outputBinding: { glob: x } } }",
    secondaryFiles: "outputs: { o: { type: File, secondaryFiles: [$(inputs.gone)], outputBinding: { glob: x } } }",
    "an input's valueFrom": "inputs: { a: { type: string, inputBinding: { valueFrom: $(inputs.gone) } } }",
  };
  test.each(Object.entries(places))("%s", async (_, line) => {
    const lines = ["cwlVersion: v1.2", "class: CommandLineTool", "baseCommand: x", line];
    for (const field of ["inputs", "outputs"]) if (!line.startsWith(field)) lines.push(`${field}: []`);
    expect(await said(lines.join("\n"))).toEqual([
      expect.stringMatching(/^CWL_REFERENCE \$\(inputs\.gone\): there is no input 'gone'/),
    ]);
  });

  test("and self is what it is there", async () => {
    const lines = (more: string): string => `cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: x\n${more}`;
    const bound = "inputs: { a: { type: File, inputBinding: { valueFrom: $(self.namerot) } } }\noutputs: []";
    const evaluated =
      "inputs: []\noutputs: { o: { type: string, outputBinding: { glob: x, outputEval: $(self.basename) } } }";
    expect(await said(lines(bound))).toEqual([expect.stringContaining("self is a File, which has no 'namerot'")]);
    expect(await said(lines(evaluated))).toEqual([expect.stringContaining("self is a list, which has no 'basename'")]);
  });
});

describe("in a workflow", () => {
  const flow = (step: string, requirements = ""): string => `cwlVersion: v1.2
class: Workflow
requirements: { StepInputExpressionRequirement: {}${requirements} }
inputs: { a: File }
outputs: []
steps:
  s: { run: tool.cwl, out: [], ${step} }
`;
  const tool =
    "cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: x\ninputs: { f: File, n: 'int?' }\noutputs: []\n";

  test("the expressions of a step see its inputs, and those of what it runs", async () => {
    const documents = (step: string): Documents => ({ "a.cwl": flow(step), "tool.cwl": tool });
    expect(await said(documents("in: { f: a, extra: a, n: { valueFrom: $(inputs.extra.size) } }"))).toEqual([]);
    expect(await said(documents("in: { f: a }, when: $(inputs.n)"))).toEqual([]);
    expect(await said(documents("in: { f: a, n: { valueFrom: $(inputs.a.size) } }"))).toEqual([
      expect.stringContaining("there is no input 'a'"),
    ]);
    expect(await said(documents("in: { f: a }, when: $(inputs.go)"))).toEqual([
      expect.stringContaining("there is no input 'go'"),
    ]);
  });

  test("what it requires of its tools is not taken for its own", async () => {
    const requirements = ", ResourceRequirement: { coresMin: $(inputs.n) }";
    expect(await said({ "a.cwl": flow("in: { f: a }", requirements), "tool.cwl": tool })).toEqual([]);
  });
});
