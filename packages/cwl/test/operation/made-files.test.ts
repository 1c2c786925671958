import { afterAll, expect, test } from "vitest";
import type { Json } from "@sluice/contracts";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import { createCwlOperations, type StepInputsParams } from "../../src/operation/index.ts";
import { asJob, asValueOperation, operationInput, runTool } from "./run-tool.ts";
import { expressionParams, javascript, toolParams } from "./tool-model.ts";

const evaluator = createExpressionEvaluator();
afterAll(() => evaluator[Symbol.asyncDispose]());
const operations = createCwlOperations({ evaluator });
const scope = { javascript: true, expressionLib: [], cwlVersion: "v1.2" as const };

/** Makes a value by an expression in an output of an ExpressionTool, an outputEval and a valueFrom. */
const ways: Readonly<Record<string, (value: Json) => Promise<unknown>>> = {
  'output "o"': (value) => {
    const outputs = [{ id: "o", type: "Any" as const }];
    const params = expressionParams({ outputs, expression: `\${ return { o: ${JSON.stringify(value)} }; }` });
    const withScript = { ...params, requirements: [javascript] };
    return asValueOperation(operations["cwl.expression-tool"]).evaluate(operationInput(withScript, {}));
  },
  'output "p"': (value) => {
    const outputEval = `\${ return ${JSON.stringify(value)}; }`;
    const outputs = [{ id: "p", type: "Any" as const, outputBinding: { outputEval } }];
    return runTool(
      asJob(operations["cwl.command-line-tool"]),
      toolParams({ baseCommand: ["true"], outputs }, [javascript]),
    );
  },
  'input "q"': (value) => {
    const valueFrom = `\${ return ${JSON.stringify(value)}; }`;
    const inputs = [{ id: "q", source: [], sourceIsList: false, valueFrom }];
    const params: StepInputsParams = { inputs, scope };
    return asValueOperation(operations["cwl.step-inputs"]).evaluate(operationInput(params, { q: null }));
  },
};

test.each(Object.keys(ways))(
  "a File that stands for nothing is refused where an expression makes it: %s",
  async (where) => {
    const make = ways[where] as (value: Json) => Promise<unknown>;
    const nothing: Json[] = [
      { class: "File" },
      { class: "File", basename: "x" },
      { class: "File", location: null, contents: null },
      [1, { deep: { class: "File" } }],
      { class: "File", basename: "x", contents: "", secondaryFiles: [{ class: "File", basename: "y" }] },
      { class: "Directory", basename: "d", listing: [{ class: "File", basename: "y" }] },
    ];
    for (const value of nothing) await expect(make(value)).rejects.toThrow(where);
    for (const value of nothing)
      await expect(make(value)).rejects.toThrow(/has neither a location, nor a path, nor contents/);
    await expect(make({ class: "File", location: "_:x" })).rejects.toThrow(where);
    await expect(make({ class: "File", basename: "x", contents: "" })).resolves.toBeDefined();
  },
);
