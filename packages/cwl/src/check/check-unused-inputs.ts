import { didYouMean } from "@sluice/contracts";
import type { Workflow, WorkflowStep } from "../model/index.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeOf } from "../load/document/place.ts";

/** An input of a step that what it runs does not have is of use only to the expressions of the step. */
export function checkUnusedInputs(workflow: Workflow, faults: Faults): void {
  for (const step of workflow.steps) {
    const names = new Set(step.run.inputs.map((input) => input.id));
    const unknown = step.in.filter((input) => !names.has(input.id));
    if (unknown.length === 0) continue;
    const expressions = expressionsOf(step);
    for (const input of unknown) {
      if (expressions.includes(input.id)) continue;
      faults.warn(
        "CWL_REFERENCE",
        `the step '${step.id}' has the input '${input.id}', which nothing uses`,
        placeOf(input),
        didYouMean(input.id, names),
      );
    }
  }
}

function expressionsOf(step: WorkflowStep): string {
  return [
    step.when,
    ...step.in.map((input) => input.valueFrom),
    JSON.stringify(step.requirements),
    JSON.stringify(step.hints),
  ].join("\n");
}
