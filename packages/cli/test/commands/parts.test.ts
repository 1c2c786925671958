import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Sandbox } from "../support/sandbox.ts";

const tool = `cwlVersion: v1.2
class: CommandLineTool
inputs: { word: { type: string, inputBinding: {} } }
hints: { EnvVarRequirement: { envDef: { GREETING: hello } } }
baseCommand: [sh, -c, 'echo "$GREETING $0"']
stdout: said.txt
outputs: { said: stdout }
`;

const read = `cwlVersion: v1.2
class: ExpressionTool
requirements: { InlineJavascriptRequirement: {} }
inputs: { f: { type: File, loadContents: true }, n: { type: int?, default: 3 } }
outputs: { text: string }
expression: "\${ return { text: inputs.f.contents.trim() + inputs.n }; }"
`;

const sub = `cwlVersion: v1.2
class: Workflow
requirements: { StepInputExpressionRequirement: {}, InlineJavascriptRequirement: {} }
inputs: { w: string }
outputs: { t: { type: string, outputSource: b/text } }
steps:
  a: { run: tool.cwl, in: { word: { source: w, valueFrom: $(self)! } }, out: [said] }
  b: { run: read.cwl, in: { f: a/said, n: { default: 7 } }, out: [text] }
`;

const workflow = `cwlVersion: v1.2
class: Workflow
requirements:
  SubworkflowFeatureRequirement: {}
  ScatterFeatureRequirement: {}
  EnvVarRequirement: { envDef: { GREETING: good day } }
inputs: { words: "string[]", one: string, unused: string? }
outputs:
  all: { type: "string[]", outputSource: nested/t }
  last: { type: File, outputSource: final/said }
  echo: { type: string, outputSource: one }
steps:
  nested: { run: sub.cwl, scatter: w, in: { w: words }, out: [t] }
  inline:
    in: { x: one }
    out: [y]
    run:
      id: own
      class: Workflow
      inputs: { x: string }
      outputs: { y: { type: File, outputSource: in1/said } }
      steps: { in1: { run: tool.cwl, in: { word: x }, out: [said] } }
  joined: { run: read.cwl, in: { f: inline/y }, out: [text] }
  final: { run: tool.cwl, in: { word: joined/text }, out: [said] }
`;

const graph = `cwlVersion: v1.2
$graph:
- { id: t, class: CommandLineTool, inputs: { word: { type: string, inputBinding: {} } }, baseCommand: echo, outputs: { said: stdout } }
- { id: inner, class: Workflow, inputs: { x: string }, outputs: { y: { type: File, outputSource: in1/said } },
    steps: { in1: { run: "#t", in: { word: x }, out: [said] } } }
- { id: outer, class: Workflow, requirements: { SubworkflowFeatureRequirement: {} }, inputs: { x: string },
    outputs: { y: { type: File, outputSource: o1/y } }, steps: { o1: { run: "#inner", in: { x: x }, out: [y] } } }
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  const files = { "tool.cwl": tool, "read.cwl": read, "sub.cwl": sub, "main.cwl": workflow, "graph.cwl": graph };
  for (const [name, text] of Object.entries(files)) sandbox.write(name, text);
  sandbox.write("job.yml", "words: [x, y]\none: z\n");
  sandbox.write("nested.yml", "w: [p, q]\n");
}, 60_000);
afterAll(() => {
  sandbox[Symbol.dispose]();
});

/** The outputs of a run that goes well and has nothing to say, files by their text. */
function outputsOf(...argv: string[]): Record<string, unknown> {
  const { status, stdout, stderr } = sandbox.cwlRunner("--quiet", "--outdir", "out", ...argv);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const outputs = JSON.parse(stdout) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      typeof value === "object" && value !== null && "basename" in value
        ? sandbox.read(`out/${String(value.basename)}`)
        : value,
    ]),
  );
}

function fails(...argv: string[]): string {
  const { status, stdout, stderr } = sandbox.cwlRunner("--quiet", ...argv);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  return stderr;
}

describe("--single-process", () => {
  test.each([
    ["nested/a", "main.cwl", ["--word", "w"], { said: "good day w\n" }],
    ["inline/in1", "main.cwl", ["--word", "w"], { said: "good day w\n" }],
    ["nested", "main.cwl", ["--w", "w"], { t: "good day w!7" }],
    ["o1/in1", "graph.cwl#outer", ["--word", "w"], { said: "w\n" }],
  ])("runs what the step %s of %s runs", (step, document, inputs, outputs) => {
    expect(outputsOf("--single-process", step, document, ...inputs)).toEqual(outputs);
  });

  test.each([
    ["nested/z", "nested/z", "Did you mean 'nested/a'?"],
    ["in1", "in1", "Did you mean 'inline/in1'?"],
    ["fnal", "fnal", "Did you mean 'final'?"],
    ["elsewhere", "elsewhere", "It has: nested, inline, joined, final."],
    ["joined/inner", "joined/inner", "'joined' runs no workflow."],
  ])("must be there: %s", (step, name, hint) => {
    for (const option of ["--single-process", "--single-step"])
      expect(fails(option, step, "main.cwl", "job.yml")).toBe(`USAGE: the document has no step '${name}'\n  ${hint}\n`);
  });
});

describe("--single-step", () => {
  test("runs a step with its scatter, valueFrom and defaults; its inputs are those of the job", () => {
    expect(outputsOf("--single-step", "nested", "main.cwl", "nested.yml")).toEqual({
      t: ["good day p!7", "good day q!7"],
    });
    expect(outputsOf("--single-step", "nested/a", "main.cwl", "--word", "w")).toEqual({ said: "good day w!\n" });
  });

  test("chooses by itself", () => {
    expect(fails("--target", "all", "--single-step", "nested", "main.cwl", "job.yml")).toContain("--single-step");
  });
});

describe("--target", () => {
  test.each([
    [["last"], ["echo", "all"], { last: "good day good day z3\n" }],
    [["inline"], ["all", "echo"], { last: "good day good day z3\n" }],
    [["one"], ["all"], { last: "good day good day z3\n", echo: "z" }],
    [["words", "echo"], ["last"], { all: ["good day x!7", "good day y!7"], echo: "z" }],
    [["unused"], ["all"], {}],
  ])("runs what outputs need, and what comes of steps and inputs: %j", (targets, _absent, outputs) => {
    const options = targets.flatMap((name) => ["--target", name]);
    expect(outputsOf(...options, "main.cwl", "job.yml")).toEqual(outputs);
  });

  test("makes inputs of what other steps would give", () => {
    const { status, stderr } = sandbox.cwlRunner("--target", "final", "main.cwl", "job.yml");
    expect(status).toBe(1);
    expect(stderr).toContain("the input 'joined_text' (string) is missing");
    const outputs = outputsOf("--target", "final", "main.cwl", "job.yml", "--joined_text", "w");
    expect(outputs).toEqual({ last: "good day w\n" });
  });

  test("must be there", () => {
    const none = "USAGE: the document has no output, step or input";
    expect(fails("--target", "lst", "main.cwl")).toBe(`${none} 'lst'\n  Did you mean 'last'?\n`);
    expect(fails("--target", "nested/a", "main.cwl")).toContain("Choose the step 'nested' as a whole");
    expect(fails("--target", "word", "tool.cwl")).toContain("of a workflow only, and this is a tool");
  });
});

test("parts are printed as documents of their own", () => {
  const packed = sandbox.cwlRunner("--print-subgraph", "--target", "final", "main.cwl").stdout;
  sandbox.write("part.cwl", packed);
  expect(outputsOf("part.cwl", "--joined_text", "w")).toEqual({ last: "good day w\n" });
  expect(packed).not.toContain("unused");
  sandbox.write("step.cwl", sandbox.cwlRunner("--print-subgraph", "--single-step", "nested", "main.cwl").stdout);
  expect(outputsOf("step.cwl", "nested.yml")).toEqual({ t: ["good day p!7", "good day q!7"] });
});

test("names of all parts are printed, those of sub-workflows included", () => {
  const { stdout, stderr } = sandbox.cwlRunner("--print-targets", "main.cwl");
  const names = stdout.split("\n").filter((line) => line !== "");
  expect(names.every((line) => /^ {2}\S/.test(line))).toBe(true);
  const all = names.map((line) => line.trim());
  expect(all).toEqual(
    expect.arrayContaining(["all", "words", "nested", "nested/t", "nested/a", "nested/a/word", "inline/in1/said"]),
  );
  expect(stderr).toContain("inputs of nested/a:\n");
  expect(sandbox.cwlRunner("-q", "--print-targets", "main.cwl")).toEqual({ status: 0, stdout, stderr: "" });
  expect(sandbox.cwlRunner("-q", "--print-targets", "tool.cwl").stdout).toBe("  said\n  word\n");
});

describe("the part behind a hash mark", () => {
  const inside = (version: string): string => `cwlVersion: ${version}
id: flow
${workflow.slice(workflow.indexOf("class:"))}`;

  test("names a process that is written into a step, by the rules of its version", () => {
    sandbox.write("new.cwl", inside("v1.2"));
    expect(outputsOf("new.cwl#flow/inline/run/own", "--x", "w")).toEqual({ y: "hello w\n" });
    sandbox.write("old.cwl", inside("v1.0"));
    expect(outputsOf("old.cwl#flow/inline/own", "--x", "w")).toEqual({ y: "hello w\n" });
    expect(fails("old.cwl#flow/inline/run/own")).toContain("no step 'inline/run/own'");
  });

  test.each([
    ["main.cwl#nested/a", { said: "good day w\n" }],
    ["main.cwl#inline/in1", { said: "good day w\n" }],
    ["graph.cwl#outer/o1/in1", { said: "w\n" }],
    ["graph.cwl#inner/in1", { said: "w\n" }],
  ])("names a step whose process is run, in %s", (document, outputs) => {
    expect(outputsOf(document, "--word", "w")).toEqual(outputs);
  });

  test.each([
    ["main.cwl#nestd", 1, "main.cwl has no process 'nestd'\n  Did you mean 'nested'?"],
    ["graph.cwl#inner/in2", 1, "Did you mean 'inner/in1'?"],
    ["main.cwl#nested/z", 2, "the document has no step 'nested/z'\n  Did you mean 'nested/a'?"],
  ])("must be there: %s", (document, status, message) => {
    const finished = sandbox.cwlRunner(document);
    expect(finished.status).toBe(status);
    expect(finished.stderr).toContain(message);
  });
});

describe("validation of a document with several processes and no main", () => {
  const warning = "has no process 'main': each of its 3 processes is checked\n";

  test("checks each", () => {
    expect(sandbox.cwlRunner("--validate", "graph.cwl")).toEqual({
      status: 0,
      stdout: ["t", "inner", "outer"].map((name) => `graph.cwl#${name}: valid\n`).join(""),
      stderr: `warning: graph.cwl ${warning}`,
    });
    const { status, stdout, stderr } = sandbox.sluice("validate", "graph.cwl", "job.yml", "tool.cwl");
    expect(status).toBe(0);
    expect(stdout).toMatch(/graph\.cwl#outer: valid\ntool\.cwl: valid\n$/);
    expect(stderr).toContain("job.yml: not checked, as graph.cwl has no process 'main'\n");
  });

  test("says which are wrong", () => {
    sandbox.write("wrong.cwl", graph.replace("outputSource: in1/said", "outputSource: in1/sad"));
    const { status, stdout, stderr } = sandbox.sluice("validate", "wrong.cwl");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "wrong.cwl#t: valid\n" });
    expect(stderr).toContain(`wrong.cwl ${warning}`);
    expect(stderr).toContain("wrong.cwl:4:");
    expect(stderr).toContain("outputSource 'in1/sad'");
  });

  test("names what it has to who wants to run it", () => {
    const { status, stderr } = sandbox.cwlRunner("graph.cwl");
    expect(status).toBe(1);
    expect(stderr).toContain("Choose one of: #t, #inner, #outer.");
  });
});
