import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  const parts = ["cwlVersion: v1.2", "requirements: {InlineJavascriptRequirement: {}}", "inputs: {n: int, x: Any?}"];
  sandbox.write(
    "tool.cwl",
    [
      ...parts,
      "class: CommandLineTool",
      "outputs: {o: Any}",
      "baseCommand: [cp, deep.json, cwl.output.json]",
      "requirements:",
      "  InlineJavascriptRequirement: {}",
      "  InitialWorkDirRequirement:",
      "    listing:",
      "      - entryname: deep.json",
      '        entry: \'${ return "{\\"o\\":" + "[".repeat(inputs.n) + "]".repeat(inputs.n) + "}"; }\'',
    ]
      .filter((line) => line !== parts[1])
      .join("\n"),
  );
  sandbox.write(
    "expression.cwl",
    [
      ...parts,
      "class: ExpressionTool",
      "outputs: {o: Any}",
      "expression: '${ var a = 1; for (var i = 0; i < inputs.n; i++) a = [a]; return {o: a}; }'",
    ].join("\n"),
  );
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

describe.each([5_000, 100_000])("values that nest %i levels deep are refused by name", (levels) => {
  test("in cwl.output.json", () => {
    const { status, stderr } = sandbox.sluice("run", "--quiet", "tool.cwl", "--n", String(levels));
    expect(stderr).toMatch(/CWL_OUTPUT_INVALID: cwl\.output\.json nests deeper than 1000 levels/);
    expect(status).toBe(1);
  });

  test("as the result of an expression", () => {
    const { status, stderr } = sandbox.sluice("run", "--quiet", "expression.cwl", "--n", String(levels));
    expect(stderr).toMatch(
      /CWL_EXPRESSION: .*(?:its result nests deeper than 1000 levels|Maximum call stack size exceeded)/,
    );
    expect(status).toBe(1);
  });

  test.each(["job.json", "job.yml"])("in %s", (name) => {
    sandbox.write(name, `{"n": 1, "x": ${nested(levels)}}`);
    const { status, stderr } = sandbox.sluice("run", "--quiet", "expression.cwl", name);
    expect(stderr).toMatch(/^job\.(?:json|yml):1:\d+: DOCUMENT_LIMIT: the document nests deeper than 100 levels/);
    expect(status).toBe(1);
  });
});

test("values that nest 5,000 levels deep are refused on the command line", () => {
  const { status, stderr } = sandbox.sluice("run", "--quiet", "expression.cwl", "--n", "1", "--x", nested(5_000));
  expect(stderr).toMatch(/DOCUMENT_LIMIT: the input 'x' nests deeper than 100 levels/);
  expect(status).not.toBe(0);
});
