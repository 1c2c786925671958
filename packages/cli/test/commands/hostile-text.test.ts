import { afterAll, beforeAll, expect, test } from "vitest";
import { Sandbox, type Finished } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("hostile.cwl", hostileTool);
  sandbox.write("fails.cwl", failingTool);
});
afterAll(() => sandbox[Symbol.dispose]());

/** Clears the screen, sets the title of the window, colours, turns text around; as YAML and JSON write it. */
const evil = String.raw`\x1b[2J\x1b]0;title\x07\u009b31m\u202eback`;
const unsafe = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

const hostileTool = `cwlVersion: v1.2
class: CommandLineTool
label: "label ${evil}"
doc: "doc ${evil}"
baseCommand: [echo]
inputs:
  "in${evil}": { type: string, default: "${evil}", doc: "of ${evil}" }
outputs:
  "out${evil}": stdout
stdout: out.txt
`;

const failingTool = `cwlVersion: v1.2
class: ExpressionTool
requirements: { InlineJavascriptRequirement: {} }
inputs: {}
outputs: { o: string }
expression: |
  \${ throw new Error("${evil}") }
`;

/** Everything but the text itself must be there: a message that vanished would be clean, too. */
function expectClean({ stdout, stderr }: Finished, shown: string | RegExp): void {
  expect(stdout + stderr).toMatch(shown);
  expect(stdout).not.toMatch(unsafe);
  expect(stderr).not.toMatch(unsafe);
}

test.each([
  ["inputs", ["inputs", "hostile.cwl"], /in\\u001b\[2J/],
  ["the help of a document", ["run", "hostile.cwl", "--help"], /doc \\u001b/],
  ["a graph", ["graph", "hostile.cwl"], /\\u001b/],
  ["a template", ["make-template", "hostile.cwl"], /\\u001b/],
  ["validate", ["validate", "hostile.cwl", "no\x1b[2Jfile.cwl"], /no\\u001b/],
  ["what a script throws", ["run", "fails.cwl"], /\\u001b\[2J/],
  ["an unknown command", ["x\x1b[2J"], /x\\u001b/],
  ["an unknown plugin", ["plugin", "list", "--plugin", "p\x1b[2J"], /p\\u001b/],
])("control characters are shown, not sent: %s", (_title, argv, shown) => {
  expectClean(sandbox.sluice(...argv), shown);
});

test("the name of a run ends no line in list and show, and is exact in JSON", () => {
  const name = "na\x1b[2J\nFAKE  completed\u202e";
  const run = sandbox.sluice("run", "hostile.cwl", "--name", name, "--run-id", "named");
  expect(run.status).toBe(0);
  expectClean(run, /Completed 1 job/);
  expect(Object.keys(JSON.parse(run.stdout) as object)).toEqual(["out\x1b[2J\x1b]0;title\x07\u009b31m\u202eback"]);
  const list = sandbox.sluice("list");
  expectClean(list, /na\\u001b\[2J\\nFAKE {2}completed\\u202e/);
  expect(list.stdout.split("\n").filter((line) => line.startsWith("FAKE"))).toEqual([]);
  expectClean(sandbox.sluice("show", "named"), /Name: {6}na\\u001b\[2J\\nFAKE/);
  expectClean(sandbox.sluice("logs", "named"), /run completed/);
  expect(JSON.parse(sandbox.sluice("list", "--json").stdout)).toContainEqual(expect.objectContaining({ name }));
});

test("the output of a job is exact in a pipe", () => {
  sandbox.write(
    "colours.cwl",
    "cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: [printf, '\\033[31mred\\r\\n']\ninputs: {}\noutputs: {}\n",
  );
  expect(sandbox.sluice("run", "colours.cwl", "--run-id", "colours", "--quiet").status).toBe(0);
  expect(sandbox.sluice("logs", "colours", "colours", "--stream", "stdout").stdout).toBe("\x1b[31mred\r\n");
});

test("names that every object of JavaScript has are refused where they are declared", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    sandbox.write(
      "inherited.cwl",
      `cwlVersion: v1.2
class: Workflow
inputs:
  ${name}: { type: { type: record, fields: { ${name}: string } } }
outputs:
  ${name}: { type: string, outputSource: ${name}/${name} }
steps:
  ${name}: { in: { ${name}: ${name} }, out: [${name}], run: fails.cwl }
`,
    );
    const { status, stderr } = sandbox.sluice("validate", "inherited.cwl");
    expect(status).toBe(1);
    expect(stderr).not.toContain("INTERNAL");
    for (const what of ["the input", "a field", "the output", "the step"])
      expect(stderr).toContain(`CWL_INVALID: ${what} cannot be called '${name}'`);
  }
});

test("keys of such names in data are data", () => {
  sandbox.write(
    "any.cwl",
    "cwlVersion: v1.2\nclass: ExpressionTool\nrequirements: { InlineJavascriptRequirement: {} }\n" +
      "inputs: { a: Any }\noutputs: { b: Any }\nexpression: '${ return {b: inputs.a}; }'\n",
  );
  const data = '{"__proto__":{"x":1},"constructor":2,"y":[{"toString":3}]}';
  sandbox.write("any.json", `{"a":${data}}`);
  const { stdout, status } = sandbox.sluice("run", "any.cwl", "any.json", "--quiet");
  expect(status).toBe(0);
  expect(JSON.stringify((JSON.parse(stdout) as { b: unknown }).b)).toBe(data);
});
