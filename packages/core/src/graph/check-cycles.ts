import { SluiceError, type PortId, type StepPath, type WorkflowGraph } from "@sluice/contracts";
import { inputPorts, portsWritten } from "./step-ports.ts";

/**
 * No step waits for itself. What a loop gets back from its body does not count: only `inputs` and `after` are
 * followed, so the way from the body to `next` ends there.
 */
export function checkCycles(graph: WorkflowGraph): void {
  const readers = new Map<PortId, StepPath[]>();
  const waiting = new Map<StepPath, number>();
  const written = new Set<PortId>(Object.values(graph.steps).flatMap(portsWritten));
  for (const [path, step] of Object.entries(graph.steps)) {
    const ports = new Set(inputPorts(step).filter((port) => written.has(port)));
    waiting.set(path, 0);
    for (const port of ports) {
      const list = readers.get(port);
      if (list) list.push(path);
      else readers.set(port, [path]);
    }
  }
  const next = (path: StepPath): StepPath[] => {
    const step = graph.steps[path];
    return step ? portsWritten(step).flatMap((port) => readers.get(port) ?? []) : [];
  };
  // A port that two steps write counts twice on both sides, so that the sums agree.
  for (const path of waiting.keys())
    for (const reader of next(path)) waiting.set(reader, (waiting.get(reader) ?? 0) + 1);

  const ready = [...waiting].filter(([, count]) => count === 0).map(([path]) => path);
  for (let path = ready.pop(); path !== undefined; path = ready.pop()) {
    waiting.delete(path);
    for (const reader of next(path)) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0) ready.push(reader);
    }
  }
  if (waiting.size > 0) {
    throw new SluiceError("GRAPH_INVALID", `these steps wait for each other: ${[...waiting.keys()].join(", ")}`);
  }
}
