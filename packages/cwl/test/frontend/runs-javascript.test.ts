import { expect, test } from "vitest";
import { runsJavascript } from "../../src/frontend/runs-javascript.ts";
import { loadFrom } from "../load/documents.ts";

const allow = { InlineJavascriptRequirement: {} };
const tool = (argument: string, requirements: object = {}): object => {
  const fields = { inputs: { x: "int" }, outputs: [], baseCommand: "echo", arguments: [argument], requirements };
  return { class: "CommandLineTool", ...fields };
};
const workflow = (run: object, more: object = {}): object => {
  const step = { in: { x: "x" }, out: [], run };
  const requirements = { SubworkflowFeatureRequirement: {}, StepInputExpressionRequirement: {}, ...more };
  return { class: "Workflow", inputs: { x: "int" }, outputs: [], steps: { one: step, two: step }, requirements };
};
const valueFrom = { in: { x: { source: "x", valueFrom: "$(self + 1)" } }, out: [], run: tool("$(inputs.x)") };

test.each([
  ["no expression", tool("x", allow), false],
  ["a parameter reference", tool("$(inputs.x)", allow), false],
  ["an expression", tool("$(inputs.x + 1)", allow), true],
  ["a function body", tool("${ return 1; }", allow), true],
  ["an expression that is not allowed", tool("$(inputs.x + 1)"), false],
  ["a step whose tool may", workflow(tool("$(inputs.x + 1)", allow)), true],
  ["a step whose workflow may", workflow(tool("$(inputs.x + 1)"), allow), true],
  ["a step that may itself", { ...workflow({}), steps: { one: { ...valueFrom, requirements: allow } } }, true],
  ["a step of a step", workflow(workflow(tool("$(inputs.x + 1)")), allow), true],
  ["steps without", workflow(workflow(tool("$(inputs.x)")), allow), false],
])("%s", async (_what, document, expected) => {
  const { process } = await loadFrom(JSON.stringify({ cwlVersion: "v1.2", ...document }));
  expect(runsJavascript(process)).toBe(expected);
});
