import type { Workflow } from "../model/index.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeOf } from "../load/document/place.ts";

/** A step that has outputs, none of which goes anywhere, runs for nothing, unless for what it does besides. */
export function checkUnusedSteps(workflow: Workflow, faults: Faults): void {
  if (workflow.outputs.length === 0) return;
  const used = new Set<string>();
  for (const sink of [...workflow.outputs, ...workflow.steps.flatMap((step) => step.in)])
    for (const source of sink.source) if ("step" in source) used.add(source.step);
  for (const step of workflow.steps) {
    if (step.out.length === 0 || used.has(step.id)) continue;
    faults.warn(
      "CWL_REFERENCE",
      `nothing uses the outputs of the step '${step.id}'`,
      placeOf(step),
      "Link one of them to an output or to another step, or write 'out: []' if it runs for what it does.",
    );
  }
}
