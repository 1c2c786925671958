import { pathToFileURL } from "node:url";
import type { JsonObject } from "@sluice/contracts";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import { createCwlOperations, type LinkParams, type StepInputsParams } from "../../src/operation/index.ts";
import { asValueOperation, freshFolder, operationInput } from "./run-tool.ts";
import { expressionParams } from "./tool-model.ts";

const evaluator = createExpressionEvaluator();
afterAll(() => evaluator[Symbol.asyncDispose]());
const operations = createCwlOperations({ evaluator });
const scope = { javascript: true, expressionLib: [], cwlVersion: "v1.2" as const };

async function evaluate(name: string, params: unknown, inputs: JsonObject): Promise<JsonObject> {
  return asValueOperation(operations[name]).evaluate(operationInput(params, inputs));
}

const folder = freshFolder();
mkdirSync(join(folder, "d"));
writeFileSync(join(folder, "d", "n.txt"), "42");
const file = { class: "File", location: pathToFileURL(join(folder, "d/n.txt")).href };

describe("cwl.link", () => {
  const link = async (params: Partial<LinkParams>, ...values: JsonObject[string][]): Promise<unknown> => {
    const sources = values.map((_, index) => `s${index}`);
    const inputs = Object.fromEntries(values.map((value, index) => [`s${index}`, value]));
    return (await evaluate("cwl.link", { sources, sourceIsList: true, hasDefault: false, ...params }, inputs))["value"];
  };

  it("merges", async () => {
    expect(await link({ sourceIsList: false }, 1)).toBe(1);
    expect(await link({}, 1)).toBe(1);
    expect(await link({}, 1, [2])).toEqual([1, [2]]);
    expect(await link({ linkMerge: "merge_nested" }, [1])).toEqual([[1]]);
    expect(await link({ linkMerge: "merge_flattened" }, 1, [2, [3]])).toEqual([1, 2, [3]]);
    expect(await link({ linkMerge: "merge_flattened" }, [1])).toEqual([1]);
  });

  it("picks values", async () => {
    expect(await link({ pickValue: "first_non_null" }, null, [null], 3)).toEqual([null]);
    expect(await link({ pickValue: "the_only_non_null" }, null, 0)).toBe(0);
    expect(await link({ pickValue: "all_non_null" }, null, null)).toEqual([]);
    expect(await link({ pickValue: "all_non_null" }, [1, null])).toEqual([1]);
    await expect(link({ pickValue: "first_non_null" }, null, null)).rejects.toMatchObject({ code: "CWL_TYPE" });
    await expect(link({ pickValue: "the_only_non_null" }, 1, 2)).rejects.toMatchObject({ code: "CWL_TYPE" });
  });

  it.each(["first_non_null", "the_only_non_null", "all_non_null"] as const)(
    "%s leaves the value of one source that is no list as it is",
    async (pickValue) => {
      for (const sourceIsList of [true, false])
        for (const value of [null, "x", { class: "File" }])
          expect(await link({ pickValue, sourceIsList }, value)).toEqual(value);
    },
  );

  it("applies defaults to null only", async () => {
    expect(await link({ hasDefault: true, default: 5, sourceIsList: false }, null)).toBe(5);
    expect(await link({ hasDefault: true, default: 5, sourceIsList: false }, false)).toBe(false);
    expect(await link({ hasDefault: true, default: 5 })).toBe(5);
  });
});

describe("cwl.step-inputs", () => {
  const step = { source: [], sourceIsList: false };

  it("evaluates valueFrom with self and the values before any valueFrom", async () => {
    const params: StepInputsParams = {
      scope,
      inputs: [
        { ...step, id: "a", valueFrom: "$(self + 1)" },
        { ...step, id: "b", valueFrom: "$(inputs.a)", default: 9 },
        { ...step, id: "c", default: "x" },
        { ...step, id: "e", valueFrom: "constant" },
      ],
    };
    expect(await evaluate("cwl.step-inputs", params, { a: 1, b: null, d: [1] })).toEqual({
      a: 2,
      b: 1,
      c: "x",
      d: [1],
      e: "constant",
    });
  });

  it("completes files, loads contents and listings", async () => {
    const params: StepInputsParams = {
      scope,
      inputs: [
        { ...step, id: "f", loadContents: true, valueFrom: "$(parseInt(self.contents))" },
        { ...step, id: "g", valueFrom: "$(inputs.f.basename) $(self.nameroot) $(self.size)" },
        { ...step, id: "d", loadListing: "shallow_listing", valueFrom: "$(self.listing[0].basename)" },
      ],
    };
    const inputs = { f: file, g: file, d: { class: "Directory", location: pathToFileURL(join(folder, "d")).href } };
    expect(await evaluate("cwl.step-inputs", params, inputs)).toEqual({ f: 42, g: "n.txt n 2", d: "n.txt" });
  });
});

describe("cwl.when", () => {
  it("answers true or false and nothing else", async () => {
    expect(await evaluate("cwl.when", { when: "$(inputs.a > 1)", scope }, { a: 2 })).toEqual({ result: true });
    await expect(evaluate("cwl.when", { when: "$('true')", scope }, {})).rejects.toMatchObject({
      code: "CWL_EXPRESSION",
    });
  });
});

describe("cwl.expression-tool", () => {
  it("yields the declared outputs, and by itself whatever else there is", async () => {
    const params = expressionParams({
      inputs: [{ id: "n", type: "int", default: 4 }],
      outputs: [
        { id: "out", type: "int" },
        { id: "none", type: ["null", "string"] },
      ],
      expression: "${ return {out: inputs.n * 2, extra: 1}; }",
    });
    expect(await evaluate("cwl.expression-tool", params, { n: null })).toEqual({ out: 8, none: null, extra: 1 });
    const inWorkflow = { ...params, nested: true };
    expect(await evaluate("cwl.expression-tool", inWorkflow, { n: null })).toEqual({ out: 8, none: null });
  });

  it("passes files on under new names, and makes literals", async () => {
    const params = expressionParams({
      inputs: [{ id: "f", type: "File" }],
      outputs: [
        { id: "f", type: "File" },
        { id: "l", type: "File" },
      ],
      expression:
        "${ inputs.f.basename = 'b.dat'; return {f: inputs.f, l: {class: 'File', basename: 'l.txt', contents: 'x'}}; }",
    });
    expect(await evaluate("cwl.expression-tool", params, { f: file })).toEqual({
      f: { ...file, basename: "b.dat", nameroot: "b", nameext: ".dat", size: 2 },
      l: { class: "File", basename: "l.txt", nameroot: "l", nameext: ".txt", contents: "x" },
    });
  });

  it.each([
    ["Any", null, "CWL_INPUT_INVALID"],
    ["int", "x", "CWL_INPUT_INVALID"],
    ["int", 2 ** 31, "CWL_INPUT_INVALID"],
    ["File", { class: "File", location: "file:///nonexistent" }, "FILE_NOT_FOUND"],
  ] as const)("refuses for an input of type %s the value %j", async (type, value, code) => {
    const params = expressionParams({ inputs: [{ id: "i", type }], expression: "$({})" });
    await expect(evaluate("cwl.expression-tool", params, { i: value })).rejects.toMatchObject({ code });
  });

  // The specification says of outputs of ExpressionTools that they are always considered valid.
  it.each([
    ["$({out: 'x'})", { out: "x" }],
    ["$({out: [null]})", { out: [null] }],
    ["$({other: 1})", { out: null, other: 1 }],
    ["$({out: 1, other: 1})", { out: 1, other: 1 }],
  ])("takes the result of %s, whatever its type", async (expression, outputs) => {
    const params = expressionParams({ outputs: [{ id: "out", type: "int" }], expression });
    expect(await evaluate("cwl.expression-tool", params, {})).toEqual(outputs);
  });

  it.each([
    ["$(1)", "CWL_OUTPUT_INVALID"],
    ["$(['x'])", "CWL_OUTPUT_INVALID"],
    ["$(undefined.x)", "CWL_EXPRESSION"],
  ])("refuses the result of %s", async (expression, code) => {
    const params = expressionParams({ outputs: [{ id: "out", type: "int" }], expression });
    await expect(evaluate("cwl.expression-tool", params, {})).rejects.toMatchObject({ code });
  });
});
