import assert from "node:assert/strict";
import { isSluiceError, type JsonObject, type ValueOperation } from "@sluice/contracts";
import { assertPlainJson } from "../suite/plain-json.ts";
import { operationInput, type OperationCases, type OperationHarness } from "./operation-harness.ts";

export const valueCases: OperationCases = {
  "it says what it is": ({ operation, samples }) => {
    assert.equal(operation.kind, "value");
    assert.ok(Number.isInteger(operation.version) && operation.version >= 1, `version ${operation.version}`);
    assert.ok(samples.length > 0, "the suite needs a sample");
  },

  "outputs are plain data by name": async (harness) => {
    for (const sample of harness.samples) {
      const outputs: unknown = await value(harness).evaluate(operationInput(sample, harness.context));
      assert.ok(typeof outputs === "object" && outputs !== null && !Array.isArray(outputs), "outputs are an object");
      assertPlainJson(outputs, "the outputs");
    }
  },

  "outputs are those of the samples": async (harness) => {
    for (const sample of harness.samples) {
      const outputs = await value(harness).evaluate(operationInput(sample, harness.context));
      if (sample.outputs) assert.deepEqual(outputs, sample.outputs);
    }
  },

  "the same firing has the same outputs": async (harness) => {
    for (const sample of harness.samples) {
      const ask = (): Promise<JsonObject> => value(harness).evaluate(operationInput(sample, harness.context));
      const [first, second] = [await ask(), await ask()];
      assert.deepEqual(second, first);
    }
  },

  "step, tag and attempt are for messages only": async (harness) => {
    for (const sample of harness.samples) {
      const ask = (tag: string, attempt: number): Promise<JsonObject> =>
        value(harness).evaluate(operationInput(sample, harness.context, { step: `/other/${tag}`, tag, attempt }));
      assert.deepEqual(await ask("0.7", 3), await ask("0", 1));
    }
  },

  "firings at the same time do not mix": async (harness) => {
    const ask = (sample: OperationHarness["samples"][number]): Promise<JsonObject> =>
      value(harness).evaluate(operationInput(sample, harness.context));
    const together = await Promise.all([...harness.samples, ...harness.samples].map(ask));
    for (const [index, sample] of harness.samples.entries()) assert.deepEqual(together[index], await ask(sample));
  },

  "inputs that it does not expect are a coded error, or none": async (harness) => {
    for (const { params } of harness.samples) {
      try {
        await value(harness).evaluate(operationInput({ params, inputs: {} }, harness.context));
      } catch (error) {
        assert.ok(isSluiceError(error), `it throws what has no code: ${String(error)}`);
      }
    }
  },
};

function value({ operation }: OperationHarness): ValueOperation {
  if (operation.kind !== "value") return assert.fail("it is no value operation");
  return operation;
}
