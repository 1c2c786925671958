import type { Json, Operation } from "@sluice/contracts";
import { operationContract, type OperationSample } from "@sluice/testkit";
import { afterAll, describe, expect, test } from "vitest";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import { createCwlOperations } from "../../src/operation/index.ts";
import { expressionParams, toolParams } from "./tool-model.ts";

const evaluator = createExpressionEvaluator();
afterAll(() => evaluator[Symbol.asyncDispose]());
const operations = createCwlOperations({ evaluator });
const asJson = (params: unknown): Json => JSON.parse(JSON.stringify(params)) as Json;

const link = { sources: ["a", "b"], sourceIsList: true, hasDefault: false };
const scope = { javascript: true, expressionLib: [], cwlVersion: "v1.2" };
const expression = expressionParams({
  expression: "$({ n: inputs.n * 2 })",
  inputs: [{ id: "n", type: "int" }],
  outputs: [{ id: "n", type: "int" }],
});
const tool = toolParams({
  baseCommand: ["echo", "-n"],
  inputs: [{ id: "text", type: "string", inputBinding: { position: 1 } }],
  outputs: [],
  stdout: "text.txt",
} as unknown as Parameters<typeof toolParams>[0]);

const samples: Readonly<Record<string, readonly OperationSample[]>> = {
  "cwl.link": [
    { params: link, inputs: { a: 1, b: [2] }, outputs: { value: [1, [2]] } },
    { params: { ...link, linkMerge: "merge_flattened" }, inputs: { a: [1], b: [2] }, outputs: { value: [1, 2] } },
  ],
  "cwl.step-inputs": [
    {
      params: {
        scope,
        inputs: [
          { id: "n", default: 7 },
          { id: "twice", valueFrom: "$(inputs.n * 2)" },
        ],
      },
      inputs: { n: null },
      outputs: { n: 7, twice: 14 },
    },
  ],
  "cwl.when": [
    { params: { scope, when: "$(inputs.n > 3)" }, inputs: { n: 4 }, outputs: { result: true } },
    { params: { scope, when: "$(inputs.n > 3)" }, inputs: { n: 3 }, outputs: { result: false } },
  ],
  "cwl.expression-tool": [{ params: asJson(expression), inputs: { n: 21 }, outputs: { n: 42 } }],
  "cwl.command-line-tool": [{ params: asJson(tool), inputs: { text: "a b" } }],
};

test("every operation is tried", () => {
  expect(Object.keys(samples).toSorted()).toEqual(Object.keys(operations).toSorted());
});

describe.each(Object.entries(samples))("%s", (name, all) => {
  const operation = operations[name] as Operation;
  operationContract({ test, wrapped: true, kind: operation.kind, factory: () => ({ operation, samples: all }) });
});
