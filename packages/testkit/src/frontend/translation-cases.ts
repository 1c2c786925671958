import assert from "node:assert/strict";
import { dirname } from "node:path";
import { startPort, type JsonObject, type WorkflowGraph } from "@sluice/contracts";
import { frozen } from "../suite/frozen.ts";
import { assertPlainJson } from "../suite/plain-json.ts";
import type { Cases } from "../suite/run-suite.ts";
import { codedFailure, load } from "./document-cases.ts";
import type { FrontendHarness } from "./frontend-contract.ts";

const readInputs = async (harness: FrontendHarness, texts = harness.texts): Promise<JsonObject> => {
  const loaded = await load(harness);
  return (
    await loaded.readInputs({
      texts: frozen(structuredClone(texts)),
      cwd: dirname(harness.document),
      signal: harness.signal,
    })
  ).inputs;
};
const translate = async (harness: FrontendHarness) =>
  (await load(harness)).translate({ inputs: frozen(await readInputs(harness)) });

export const translationCases: Cases<FrontendHarness> = {
  "texts become inputs": async (harness) => {
    const inputs = await readInputs(harness);
    assertPlainJson(inputs, "the inputs");
    if (harness.inputs) assert.deepEqual(inputs, harness.inputs);
  },

  "an unknown input is a coded error": async (harness) => {
    const texts = { ...harness.texts, "no-such-input": ["1"] };
    await codedFailure(() => readInputs(harness, texts), "the input does not exist");
  },

  "a missing input is a coded error": async (harness) => {
    const { inputs } = await load(harness);
    if (!inputs.some(({ required }) => required)) return;
    await codedFailure(async () => {
      const loaded = await load(harness);
      const read = await loaded.readInputs({ texts: {}, cwd: dirname(harness.document), signal: harness.signal });
      await loaded.translate({ inputs: read.inputs });
    }, "a required input is missing");
  },

  "the graph is plain data": async (harness) => {
    const { graph, inputs } = await translate(harness);
    assertPlainJson(graph, "the graph");
    assertPlainJson(inputs, "the inputs");
    assert.equal(graph.format, 1);
    assert.ok(graph.name !== "" && graph.frontend !== "");
  },

  "its parts fit together": async (harness) => {
    const { graph, inputs } = await translate(harness);
    const ports = new Set([startPort, ...Object.keys(graph.ports)]);
    for (const port of [...Object.values(graph.inputs), ...Object.values(graph.outputs), ...readPorts(graph)])
      assert.ok(ports.has(port), `there is no port ${port}`);
    const written = new Set([startPort, ...Object.values(graph.inputs), ...writtenPorts(graph)]);
    for (const port of [...Object.values(graph.outputs), ...readPorts(graph)])
      assert.ok(written.has(port), `nothing is ever written to port ${port}`);
    for (const name of Object.keys(graph.inputs)) assert.ok(name in inputs, `input '${name}' has no value`);
    const { outputs } = await load(harness);
    assert.deepEqual(Object.keys(graph.outputs).toSorted(), outputs.map(({ name }) => name).toSorted());
  },

  "the same document with the same inputs is the same graph": async (harness) => {
    assert.deepEqual((await translate(harness)).graph, (await translate(harness)).graph);
  },
};

function writtenPorts({ steps }: WorkflowGraph): string[] {
  return Object.values(steps).flatMap((step) => ("outputs" in step ? Object.values(step.outputs) : []));
}

function readPorts({ steps }: WorkflowGraph): string[] {
  return Object.values(steps).flatMap(({ inputs, after = [] }) => [
    ...after,
    ...Object.values(inputs).flatMap((input) => ("port" in input ? [input.port] : [])),
  ]);
}
