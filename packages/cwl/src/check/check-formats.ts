import { formatPosition } from "@sluice/contracts";
import type { LinkSource, Parameter, Process, Workflow } from "../model/index.ts";
import { isExpression } from "../load/build/build-annotations.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeOfKey, positionOf } from "../load/document/place.ts";

/** A File that is declared to be of one format and goes to where another is wanted; where ontologies decide, they decide later. */
export function checkFormats(workflow: Workflow, faults: Faults): void {
  if (hasSchemas(workflow)) return;
  const steps = new Map(workflow.steps.map((step) => [step.id, step]));
  const inputs = new Map(workflow.inputs.map((input) => [input.id, input]));
  const find = (link: LinkSource): Parameter | undefined => {
    if ("input" in link) return inputs.get(link.input);
    const step = steps.get(link.step);
    if (!step || hasSchemas(step.run)) return undefined;
    return (step.run.outputs as readonly Parameter[]).find(({ id }) => id === link.output);
  };
  for (const step of workflow.steps) {
    if (hasSchemas(step.run)) continue;
    for (const input of step.in) {
      const wanted = step.run.inputs.find(({ id }) => id === input.id);
      const formats = formatsOf(wanted);
      if (!wanted || formats.length === 0 || input.valueFrom !== undefined) continue;
      for (const link of input.source) {
        const source = find(link);
        const given = formatsOf(source);
        if (!source || given.length === 0 || given.some((format) => formats.includes(format))) continue;
        const from = positionOf(source, "format");
        const to = positionOf(wanted, "format");
        faults.warn(
          "CWL_TYPE",
          `the formats do not match: '${"input" in link ? link.input : `${link.step}/${link.output}`}' is ${given.join(" or ")}, ` +
            `the input '${input.id}' of the step '${step.id}' is ${formats.join(" or ")}`,
          placeOfKey(input, "source"),
          from && to && `They are declared at ${formatPosition(from)} and ${formatPosition(to)}.`,
        );
      }
    }
  }
}

function hasSchemas(process: Process): boolean {
  return (process.schemas ?? []).length > 0;
}

/** The formats of a parameter that are known before anything runs. */
function formatsOf(parameter: Parameter | undefined): readonly string[] {
  const format = parameter?.format ?? [];
  const formats = typeof format === "string" ? [format] : format;
  return formats.some(isExpression) ? [] : formats;
}
