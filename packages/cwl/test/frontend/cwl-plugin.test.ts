import { type Logger, type Operation, type PluginHost } from "@sluice/contracts";
import { cwlPlugin } from "@sluice/cwl";
import { describe, expect, it } from "vitest";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import { createCwlOperations } from "../../src/operation/index.ts";

function setUp(): { provided: Map<string, unknown>; dispose: () => Promise<void> } {
  const provided = new Map<string, unknown>();
  const disposers: (() => void | Promise<void>)[] = [];
  const host: PluginHost = {
    provide: (point, name, implementation) => void provided.set(`${point.id} ${name}`, implementation),
    hook: () => undefined,
    on: () => undefined,
    send: () => undefined,
    context: {} as PluginHost["context"],
    onDispose: (dispose) => void disposers.push(dispose),
    options: {},
    logger: {} as Logger,
    plugin: () => undefined,
  };
  cwlPlugin.setup(host);
  const dispose = async (): Promise<void> => {
    for (const each of disposers) await each();
  };
  return { provided, dispose };
}

describe("cwlPlugin", () => {
  it("provides the front-end and every operation, as they will be once loaded", async () => {
    const { provided, dispose } = setUp();
    await using evaluator = createExpressionEvaluator();
    const operations = createCwlOperations({ evaluator });
    expect([...provided.keys()]).toEqual([
      "frontend cwl",
      "cwl-docker-translator none",
      ...Object.keys(operations).map((name) => `operation ${name}`),
    ]);
    for (const [name, { kind, version }] of Object.entries(operations)) {
      expect(provided.get(`operation ${name}`)).toMatchObject({ kind, version });
    }
    await dispose();
  });

  it("loads an operation when it runs, and ends the evaluator with its scope", async () => {
    const { provided, dispose } = setUp();
    const link = provided.get("operation cwl.link") as Extract<Operation, { kind: "value" }>;
    const input = {
      params: { sources: ["a"], sourceIsList: false, hasDefault: true, default: 7 },
      inputs: { a: null },
      context: {},
    };
    const outputs = await link.evaluate(input as unknown as Parameters<typeof link.evaluate>[0]);
    expect(outputs).toEqual({ value: 7 });
    await dispose();
  });
});
