import { SluiceError, startPort, type PortId, type WorkflowGraph } from "@sluice/contracts";
import { portsRead, portsWritten } from "./step-ports.ts";

/** Every port exists and has one writer; a conditional may share the ports of its `otherwise` with one other step. */
export function checkWriters(graph: WorkflowGraph): void {
  const writers = new Map<PortId, { name: string; skips: boolean }[]>();
  const write = (port: PortId, name: string, skips: boolean): void => {
    need(graph, port, name);
    const list = writers.get(port) ?? [];
    list.push({ name, skips });
    writers.set(port, list);
  };

  if (startPort in graph.ports) write(startPort, "the start of the run", false);
  for (const [name, port] of Object.entries(graph.inputs)) write(port, `input ${name}`, false);
  for (const [path, step] of Object.entries(graph.steps)) {
    const skipped = new Set(step.kind === "conditional" ? step.otherwise : []);
    for (const port of portsWritten(step)) write(port, `step ${path}`, skipped.has(port));
    for (const port of portsRead(step)) need(graph, port, `step ${path}`);
  }
  for (const [name, port] of Object.entries(graph.outputs)) need(graph, port, `output ${name}`);

  for (const port of Object.keys(graph.ports)) {
    const list = writers.get(port) ?? [];
    if (list.length === 0) throw new SluiceError("GRAPH_INVALID", `nothing writes port ${port}`);
    const skips = list.filter((writer) => writer.skips).length;
    if (list.length - skips > 1 || skips > 1) {
      const names = list.map((writer) => writer.name).join(" and ");
      throw new SluiceError("GRAPH_INVALID", `port ${port} is written by ${names}`);
    }
  }
}

function need(graph: WorkflowGraph, port: PortId, who: string): void {
  if (!Object.hasOwn(graph.ports, port)) {
    throw new SluiceError("GRAPH_INVALID", `port ${port} of ${who} does not exist`);
  }
}
