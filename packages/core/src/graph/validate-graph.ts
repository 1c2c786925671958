import { isEntryName, SluiceError, type Step, type WorkflowGraph } from "@sluice/contracts";
import { checkCycles } from "./check-cycles.ts";
import { checkDepths } from "./check-depths.ts";
import { checkWriters } from "./check-writers.ts";

/**
 * Checks the rules of the workflow model that types cannot say.
 * @throws `GRAPH_INVALID`, naming the step or port and the rule
 */
export function validateGraph(graph: WorkflowGraph): void {
  checkNames(graph);
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
  for (const [output, file] of Object.entries(graph.outputNames ?? {})) {
    const isKnown = Object.hasOwn(graph.outputs, output) && ["File", "Directory"].includes(file.class);
    if (!isKnown || !isEntryName(file.basename))
      throw new SluiceError("GRAPH_INVALID", `outputNames.${output} is no output, or names no File or Directory`);
  }
  checkCycles(graph);
}

/** A name that every object of JavaScript has would be found where nothing was given. */
function checkNames({ inputs, outputs, steps }: WorkflowGraph): void {
  for (const named of [inputs, outputs, ...Object.values(steps).flatMap(namesOf)]) {
    const name = Object.keys(named).find((each) => each in Object.prototype);
    if (name !== undefined)
      throw new SluiceError("GRAPH_INVALID", `'${name}' cannot be a name: every object of JavaScript has it`);
  }
}

function namesOf(step: Step): readonly object[] {
  return [step.inputs, ...("outputs" in step ? [step.outputs] : [])];
}
