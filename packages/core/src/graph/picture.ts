import { startPort, type PortId, type Step, type StepPath, type WorkflowGraph } from "@sluice/contracts";
import { inputPorts, portsRead, portsWritten } from "./step-ports.ts";

/** A graph as people want to see it: work and decisions, without the plumbing between them. */
export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

/** A box of the picture. */
export interface PictureNode {
  /** Short and free of special characters. */
  readonly id: string;
  readonly label: string;
  readonly kind: "input" | "output" | "execute" | "transform" | "conditional" | "loop";
}

/** An arrow of the picture. */
export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  /** `list` when the arrow enters a scatter: the step runs once for each element. */
  readonly style: "plain" | "list";
}

/**
 * Scatters, gathers and combines disappear into the arrows that run through them, and so do computations that only
 * serve another step; conditions and loops stay, for they decide what runs.
 */
export function drawPicture(graph: WorkflowGraph): Picture {
  const nodes: PictureNode[] = [];
  const ids = new Map<string, string>();
  const add = (key: string, label: string, kind: PictureNode["kind"]): void => {
    const id = `n${nodes.length}`;
    ids.set(key, id);
    nodes.push({ id, label, kind });
  };

  const writers = new Map<PortId, StepPath[]>();
  for (const [path, step] of Object.entries(graph.steps)) {
    for (const port of portsWritten(step)) writers.set(port, [...(writers.get(port) ?? []), path]);
  }
  const inputOf = new Map(Object.entries(graph.inputs).map(([name, port]) => [port, name]));

  for (const name of Object.keys(graph.inputs)) add(`input ${name}`, name, "input");
  for (const [path, step] of Object.entries(graph.steps)) {
    const kind = shownAs(path, step);
    if (kind) add(`step ${path}`, labelOf(path), kind);
  }
  for (const name of Object.keys(graph.outputs)) add(`output ${name}`, name, "output");

  const edges = new Map<string, PictureEdge>();
  /** Walks back through hidden steps to what is shown. */
  const connect = (port: PortId, to: string, style: PictureEdge["style"], seen: Set<PortId>): void => {
    if (seen.has(port) || port === startPort) return;
    seen.add(port);
    const input = inputOf.get(port);
    if (input !== undefined) link(`input ${input}`, to, style);
    for (const path of writers.get(port) ?? []) {
      const step = graph.steps[path] as Step;
      // That a skipped step leaves null behind goes without an arrow.
      if (step.kind === "conditional" && step.otherwise.includes(port)) continue;
      if (ids.has(`step ${path}`)) link(`step ${path}`, to, style);
      else
        for (const source of sourcesOf(step, port)) connect(source, to, step.kind === "scatter" ? "list" : style, seen);
    }
  };
  const link = (from: string, to: string, style: PictureEdge["style"]): void => {
    if (from === to) return;
    const key = `${from}\n${to}`;
    if (edges.get(key)?.style === "list") return;
    edges.set(key, { from: ids.get(from) as string, to: ids.get(to) as string, style });
  };

  for (const [path, step] of Object.entries(graph.steps)) {
    if (!ids.has(`step ${path}`)) continue;
    for (const port of portsRead(step)) connect(port, `step ${path}`, "plain", new Set());
  }
  for (const [name, port] of Object.entries(graph.outputs)) connect(port, `output ${name}`, "plain", new Set());
  return { nodes, edges: [...edges.values()] };
}

/** Paths of helpers contain a colon after the path of the step that they serve: `/align:inputs`. */
function shownAs(path: StepPath, step: Step): PictureNode["kind"] | undefined {
  switch (step.kind) {
    case "execute":
    case "conditional":
    case "loop":
      return step.kind;
    case "transform":
      return path.includes(":") ? undefined : "transform";
    default:
      return undefined;
  }
}

/** `/align:when` is the condition of `/align`. */
function labelOf(path: StepPath): string {
  const [step = path, role] = path.slice(1).split(":");
  return role === undefined ? step : `${step}: ${role}?`;
}

/** What a hidden step's output comes from: the input of the same name where outputs are inputs in another form. */
function sourcesOf(step: Step, port: PortId): PortId[] {
  if (step.kind === "scatter" || step.kind === "gather") {
    for (const [name, output] of Object.entries(step.outputs)) {
      const input = step.inputs[name];
      if (output === port && input && "port" in input) return [input.port];
    }
  }
  return inputPorts(step);
}
