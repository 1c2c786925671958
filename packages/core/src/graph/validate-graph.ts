import { SluiceError, type WorkflowGraph } from "@sluice/contracts";
import { checkCycles } from "./check-cycles.ts";
import { checkDepths } from "./check-depths.ts";
import { checkWriters } from "./check-writers.ts";

/**
 * Checks the rules of the workflow model that types cannot say.
 * @throws `GRAPH_INVALID`, naming the step or port and the rule
 */
export function validateGraph(graph: WorkflowGraph): void {
  checkWriters(graph);
  for (const [path, step] of Object.entries(graph.steps)) checkDepths(graph, path, step);
  for (const [name, port] of [...Object.entries(graph.inputs), ...Object.entries(graph.outputs)]) {
    const depth = graph.ports[port]?.depth;
    if (depth !== 0) {
      throw new SluiceError(
        "GRAPH_INVALID",
        `port ${port} of ${name}, an input or output of the workflow, has depth ${depth}, not 0`,
      );
    }
  }
  checkCycles(graph);
}
