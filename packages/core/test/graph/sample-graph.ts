import type { Step, WorkflowGraph } from "@sluice/contracts";

export const operation = { name: "test", version: 1, params: null };

/** Ports by depth: `{ 0: ["/x"], 1: ["/s/x"] }`; the start port is always there. */
export function graphOf(
  ports: Readonly<Record<number, readonly string[]>>,
  steps: Readonly<Record<string, Step>>,
  rest: Partial<WorkflowGraph> = {},
): WorkflowGraph {
  const entries = Object.entries(ports).flatMap(([depth, ids]) => ids.map((id) => [id, { depth: Number(depth) }]));
  return {
    format: 1,
    name: "sample",
    frontend: "test",
    inputs: {},
    outputs: {},
    definitions: {},
    ...rest,
    ports: { "/": { depth: 0 }, ...Object.fromEntries(entries) },
    steps,
  };
}

/** A list is scattered, each element passes a gate and is worked on, and the results are gathered. */
export function scatterGraph(): WorkflowGraph {
  return graphOf(
    { 0: ["/list", "/work:gather/out"], 1: ["/work:scatter/x", "/work:when/x", "/work/out"] },
    {
      "/work:scatter": {
        kind: "scatter",
        method: "dotproduct",
        depth: 0,
        inputs: { x: { port: "/list" } },
        scatter: ["x"],
        outputs: { x: "/work:scatter/x" },
      },
      "/work:when": {
        kind: "conditional",
        depth: 1,
        inputs: { x: { port: "/work:scatter/x" } },
        operation,
        outputs: { x: "/work:when/x" },
        otherwise: ["/work/out"],
      },
      "/work": {
        kind: "execute",
        depth: 1,
        inputs: { x: { port: "/work:when/x" }, all: { port: "/list" } },
        outputs: { out: "/work/out" },
        operation,
      },
      "/work:gather": {
        kind: "gather",
        depth: 0,
        scatter: "/work:scatter",
        inputs: { out: { port: "/work/out" } },
        outputs: { out: "/work:gather/out" },
      },
    },
    { inputs: { list: "/list" }, outputs: { out: "/work:gather/out" } },
  );
}

/** A number is worked on until a condition no longer holds. */
export function loopGraph(): WorkflowGraph {
  return graphOf(
    { 0: ["/n", "/count/last"], 1: ["/count/n", "/body/next"] },
    {
      "/count": {
        kind: "loop",
        depth: 0,
        inputs: { n: { port: "/n" } },
        condition: operation,
        body: { n: "/count/n" },
        next: { n: "/body/next" },
        results: { last: "/body/next" },
        outputs: { last: "/count/last" },
        collect: "last",
      },
      "/body": {
        kind: "transform",
        depth: 1,
        inputs: { n: { port: "/count/n" } },
        outputs: { next: "/body/next" },
        operation,
      },
    },
    { inputs: { n: "/n" }, outputs: { last: "/count/last" } },
  );
}
