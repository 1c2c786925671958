import type { Step, WorkflowGraph } from "@sluice/contracts";
import { validateGraph } from "@sluice/core/graph";
import { describe, expect, it } from "vitest";
import { graphOf, loopGraph, operation, scatterGraph } from "./sample-graph.ts";

const execute = (
  inputs: Step["inputs"],
  outputs: Readonly<Record<string, string>>,
  rest: { depth?: number; after?: string[] } = {},
): Step => ({
  kind: "execute",
  depth: 0,
  ...rest,
  inputs,
  outputs,
  operation,
});

describe("validateGraph", () => {
  it("accepts scatter, condition, gather and loop", () => {
    expect(() => validateGraph(scatterGraph())).not.toThrow();
    expect(() => validateGraph(loopGraph())).not.toThrow();
  });

  const faults: [string, WorkflowGraph, string][] = [
    [
      "a port that does not exist",
      graphOf({}, { "/a": execute({ x: { port: "/x" } }, {}) }),
      "port /x of step /a does not exist",
    ],
    ["an output that does not exist", graphOf({}, {}, { outputs: { o: "/o" } }), "port /o of output o does not exist"],
    ["a port that nothing writes", graphOf({ 0: ["/x"] }, {}), "nothing writes port /x"],
    [
      "a port that two steps write",
      graphOf(
        { 0: ["/o"] },
        { "/a": execute({}, { o: "/o" }, { after: ["/"] }), "/b": execute({}, { o: "/o" }, { after: ["/"] }) },
      ),
      "port /o is written by step /a and step /b",
    ],
    [
      "a step that nothing makes fire",
      graphOf({}, { "/a": execute({ x: { value: 1 } }, {}) }),
      "step /a reads no port",
    ],
    [
      "a step without an input of its depth",
      graphOf({}, { "/a": execute({}, {}, { depth: 1, after: ["/"] }) }),
      "step /a reads no port of its own depth 1",
    ],
    [
      "an output of another depth",
      graphOf({ 1: ["/a/o"] }, { "/a": execute({}, { o: "/a/o" }, { after: ["/"] }) }),
      "step /a port /a/o has depth 1 where 0 is needed",
    ],
    [
      "steps that wait for each other",
      graphOf(
        { 0: ["/a/o", "/b/o"] },
        {
          "/a": execute({ x: { port: "/b/o" } }, { o: "/a/o" }),
          "/b": execute({ x: { port: "/a/o" } }, { o: "/b/o" }),
        },
      ),
      "these steps wait for each other: /a, /b",
    ],
    ["a deep output of the workflow", { ...scatterGraph(), outputs: { out: "/work/out" } }, "has depth 1, not 0"],
    ["an input that is deep", changed("/work", { depth: 0 }), "deeper than its own 0"],
    [
      "a gather of no scatter",
      changed("/work:gather", { scatter: "/work" }),
      "gathers what /work scattered, which is no scatter",
    ],
    [
      "a gather of a constant",
      changed("/work:gather", { inputs: { out: { value: 1 } } }),
      "gathers out, which is no port",
    ],
    [
      "a gather of something shallow",
      changed("/work:gather", { inputs: { out: { port: "/list" } } }),
      "port /list has depth 0 where 1 is needed",
    ],
    ["a scatter of no input", changed("/work:scatter", { scatter: ["y"] }), "has x, which is not scattered"],
    ["a scatter of the same twice", changed("/work:scatter", { scatter: ["x", "x"] }), "scatters an input twice"],
    [
      "a condition that passes on nothing known",
      changed("/work:when", { outputs: { y: "/work:when/x" } }),
      "passes on y, which is no input",
    ],
  ];
  it.each(faults)("refuses %s", (_, graph, message) => {
    expect(() => validateGraph(graph)).toThrow(
      expect.objectContaining({ code: "GRAPH_INVALID", message: expect.stringContaining(message) }),
    );
  });

  it("refuses loops whose body is not one level deeper", () => {
    const graph = loopGraph();
    const loop = graph.steps["/count"] as Extract<Step, { kind: "loop" }>;
    const flat = { ...graph, ports: { ...graph.ports, "/count/n": { depth: 0 } }, steps: { "/count": loop } };
    expect(() => validateGraph({ ...flat, ports: { ...flat.ports, "/body/next": { depth: 1 } } })).toThrow(
      "nothing writes port /body/next",
    );
    const empty = { ...graph, steps: { ...graph.steps, "/count": { ...loop, next: {}, results: {}, outputs: {} } } };
    expect(() => validateGraph({ ...empty, outputs: {}, ports: omit(graph.ports, "/count/last") })).toThrow(
      "has nothing that ends a round",
    );
  });

  it("lets a first take ports of its own depth only", () => {
    const first = (inputs: Step["inputs"]): WorkflowGraph =>
      graphOf(
        { 0: ["/x", "/f/o"] },
        { "/f": { kind: "combine", method: "first", depth: 0, inputs, order: Object.keys(inputs), output: "/f/o" } },
        { inputs: { x: "/x" } },
      );
    validateGraph(first({ a: { port: "/x" }, b: { port: "/" } }));
    expect(() => validateGraph(first({ a: { port: "/x" }, b: { value: 1 } }))).toThrow("passes on the first of inputs");
  });
});

function changed(path: string, change: object): WorkflowGraph {
  const graph = scatterGraph();
  return { ...graph, steps: { ...graph.steps, [path]: { ...graph.steps[path], ...change } as Step } };
}

function omit<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));
}
