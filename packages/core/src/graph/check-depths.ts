import { SluiceError, type PortId, type Step, type StepPath, type WorkflowGraph } from "@sluice/contracts";
import { inputPorts, scatterLevels } from "./step-ports.ts";

/** The depths of a step's ports agree with the step's, and at least one port decides for which tags it fires. */
export function checkDepths(graph: WorkflowGraph, path: StepPath, step: Step): void {
  const depthOf = (port: PortId): number => graph.ports[port]?.depth ?? 0;
  const expect = (port: PortId, depth: number): void => {
    const found = depthOf(port);
    if (found !== depth) fail(path, `port ${port} has depth ${found} where ${depth} is needed`);
  };
  const expectAll = (ports: Readonly<Record<string, PortId>>, depth: number): void => {
    for (const port of Object.values(ports)) expect(port, depth);
  };

  if (step.kind === "gather") {
    checkGather(graph, path, step, expect);
    return;
  }

  const ports = inputPorts(step);
  if (ports.length === 0)
    fail(path, "reads no port, so that nothing makes it fire; with `after: [startPort]` the start of the run does");
  for (const port of ports) {
    const depth = depthOf(port);
    if (depth > step.depth) fail(path, `reads port ${port} of depth ${depth}, deeper than its own ${step.depth}`);
  }
  const atDepth = ports.filter((port) => depthOf(port) === step.depth);
  if (atDepth.length === 0) fail(path, `reads no port of its own depth ${step.depth}`);

  switch (step.kind) {
    case "scatter":
      checkScatter(path, step, expect);
      return;
    case "combine":
      expect(step.output, step.depth);
      for (const name of step.order)
        if (!Object.hasOwn(step.inputs, name)) fail(path, `combines ${name}, which is no input`);
      // Each input of a `first` is enough on its own, so each must fit alone.
      if (step.method === "first" && (atDepth.length < ports.length || hasConstant(step))) {
        fail(path, `passes on the first of inputs that are not all ports of depth ${step.depth}`);
      }
      return;
    case "conditional":
      for (const port of step.otherwise) expect(port, step.depth);
      for (const name of Object.keys(step.outputs))
        if (!Object.hasOwn(step.inputs, name)) fail(path, `passes on ${name}, which is no input`);
      expectAll(step.outputs, step.depth);
      return;
    case "loop":
      checkLoop(path, step, expectAll);
      return;
    default:
      expectAll(step.outputs, step.depth);
  }
}

type Expect = (port: PortId, depth: number) => void;

function checkScatter(path: StepPath, step: Extract<Step, { kind: "scatter" }>, expect: Expect): void {
  const names = new Set(step.scatter);
  if (names.size === 0) fail(path, "scatters nothing");
  if (names.size < step.scatter.length) fail(path, "scatters an input twice");
  for (const name of [...Object.keys(step.inputs), ...Object.keys(step.outputs)]) {
    if (!names.has(name)) fail(path, `has ${name}, which is not scattered`);
  }
  step.scatter.forEach((name, index) => {
    const port = step.outputs[name];
    if (!Object.hasOwn(step.inputs, name)) fail(path, `scatters ${name}, which is no input`);
    if (port === undefined) fail(path, `has no output for ${name}`);
    expect(port, step.depth + (step.method === "nested_crossproduct" ? index + 1 : 1));
  });
}

/** A gather fires once for each tag of its scatter's depth; what it collects is deeper. */
function checkGather(
  graph: WorkflowGraph,
  path: StepPath,
  step: Extract<Step, { kind: "gather" }>,
  expect: Expect,
): void {
  const scatter = graph.steps[step.scatter];
  if (scatter?.kind !== "scatter") fail(path, `gathers what ${step.scatter} scattered, which is no scatter`);
  if (scatter.depth !== step.depth) fail(path, `has depth ${step.depth}, but its scatter has ${scatter.depth}`);
  const names = Object.keys(step.outputs);
  if (names.length === 0) fail(path, "gathers nothing");
  for (const name of names) {
    const input = step.inputs[name];
    if (!input || !("port" in input)) fail(path, `gathers ${name}, which is no port`);
    expect(input.port, step.depth + scatterLevels(scatter));
  }
  for (const name of names) expect(step.outputs[name] as PortId, step.depth);
  for (const name of Object.keys(step.inputs)) if (!names.includes(name)) fail(path, `has no output for ${name}`);
}

function checkLoop(
  path: StepPath,
  step: Extract<Step, { kind: "loop" }>,
  expectAll: (ports: Readonly<Record<string, PortId>>, depth: number) => void,
): void {
  expectAll(step.body, step.depth + 1);
  expectAll(step.next, step.depth + 1);
  expectAll(step.results, step.depth + 1);
  expectAll(step.outputs, step.depth);
  if (Object.keys(step.next).length + Object.keys(step.results).length === 0)
    fail(path, "has nothing that ends a round");
  for (const name of [...Object.keys(step.body), ...Object.keys(step.next)]) {
    if (!Object.hasOwn(step.inputs, name)) fail(path, `repeats ${name}, which is no input`);
  }
  for (const name of Object.keys(step.outputs)) {
    if (!Object.hasOwn(step.results, name)) fail(path, `has output ${name}, which is no result`);
  }
}

function hasConstant(step: Step): boolean {
  return Object.values(step.inputs).some((input) => "value" in input);
}

function fail(path: StepPath, message: string): never {
  throw new SluiceError("GRAPH_INVALID", `step ${path} ${message}`);
}
