import type { CwlType, Process, Workflow, WorkflowStep } from "../model/index.ts";
import { checkValue, type ValueSite } from "../load/input/check-value.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeOfValue } from "../load/document/place.ts";
import { checkNames } from "./check-names.ts";

/** A default that does not fit its type is of no use; but a job or a link may keep it from being used. */
export function checkDefaults(process: Process, faults: Faults): void {
  for (const input of process.inputs) {
    if (input.default === undefined || input.default === null) continue;
    const place = placeOfValue(input, "default");
    const site: ValueSite = { name: `the default of '${input.id}'`, place, code: "CWL_TYPE" };
    checkNames(input.default, site.name, "CWL_INVALID", faults);
    faults.lenient(() => checkValue(input.default ?? null, input.type, site, faults));
  }
}

/** Defaults of steps take the place of null only where a step gives nothing else. */
export function checkStepDefaults(workflow: Workflow, faults: Faults): void {
  for (const step of workflow.steps) {
    for (const input of step.in) {
      const parameter = step.run.inputs.find(({ id }) => id === input.id);
      if (!parameter || input.default === undefined || input.default === null || input.valueFrom !== undefined)
        continue;
      // Scattering over what is no list is a fault of its own.
      if (step.scatter.includes(input.id) && !Array.isArray(input.default)) continue;
      const type = typeAt(step, input.id, parameter.type);
      const site: ValueSite = {
        name: `the default of '${input.id}' in the step '${step.id}'`,
        place: placeOfValue(input, "default"),
        code: "CWL_TYPE",
      };
      checkNames(input.default, site.name, "CWL_INVALID", faults);
      const check = (): void => void checkValue(input.default ?? null, type, site, faults);
      if (input.source.length > 0 || step.when !== undefined) faults.lenient(check);
      else check();
    }
  }
}

function typeAt(step: WorkflowStep, id: string, type: CwlType): CwlType {
  return step.scatter.includes(id) ? { type: "array", items: type } : type;
}
