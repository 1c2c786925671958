import fc from "fast-check";
import type { Json } from "@sluice/contracts";
import { validateGraph } from "@sluice/core/graph";
import { describe, expect, it } from "vitest";
import { simulate, valueOf } from "../../../core/test/engine/simulation.ts";
import type { Process } from "../../src/model/index.ts";
import { translateProcess } from "../../src/translate/index.ts";
import { anyWorkflow } from "./any-workflow.ts";
import { fakeOperation } from "./fake-operation.ts";
import { interpret } from "./reference-interpreter.ts";

describe("random workflows", () => {
  it("give graphs that are valid, plain data, and the same each time", () => {
    fc.assert(
      fc.property(anyWorkflow(2), (process) => {
        const graph = translateProcess(process);
        validateGraph(graph);
        expect(Object.keys(graph.outputs)).toEqual(["o", "p"]);
        expect(JSON.parse(JSON.stringify(graph))).toEqual(graph);
        expect(translateProcess(process)).toEqual(graph);
      }),
      { numRuns: 200 },
    );
  });

  it("mean what CWL says", () => {
    fc.assert(
      fc.property(anyWorkflow(2), (process) => {
        const inputs = { x: [1, 2], y: [3, 4] };
        const expected = attempt(() => interpret(process, inputs));
        fc.pre(expected !== undefined);
        const run = simulate(translateProcess(process), inputs, fakeOperation);
        run.finish();
        const outputs = Object.entries(run.end?.outputs ?? {}).map(([name, token]) => [name, valueOf(token)]);
        expect(Object.fromEntries(outputs)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it("give one job step for each tool, whatever is around it", () => {
    fc.assert(
      fc.property(anyWorkflow(2), (process) => {
        const steps = Object.values(translateProcess(process).steps);
        expect(steps.filter(({ kind }) => kind === "execute")).toHaveLength(toolsIn(process));
      }),
    );
  });
});

function attempt(run: () => Json): Json | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

function toolsIn(process: Process): number {
  if (process.class === "Workflow") return process.steps.reduce((sum, each) => sum + toolsIn(each.run), 0);
  return process.class === "CommandLineTool" ? 1 : 0;
}
