import type { PortId, StepInput } from "@sluice/contracts";
import type { WorkflowStep } from "../model/index.ts";
import { linkSources, type Resolve } from "./link-sources.ts";
import { isComputed, literalOf } from "./step-inputs.ts";
import type { Scope, Translation, Values } from "./translation.ts";

/** A step's inputs before scatter and `valueFrom`. */
export interface StepLinks {
  readonly values: Values;
  /** Sources whose values nobody reads, although the step waits for them. */
  readonly waits: readonly PortId[];
}

/** Whether values of a step must be computed: inputs that neither the process nor a condition reads do not count. */
export function computesInputs(step: WorkflowStep): boolean {
  const declared = new Set(step.run.inputs.map(({ id }) => id));
  return step.in.some((input) => isComputed(input) && (step.when !== undefined || declared.has(input.id)));
}

/** Brings together the sources of each input that anything reads. */
export function linkInputs(
  translation: Translation,
  scope: Scope,
  path: string,
  step: WorkflowStep,
  resolve: Resolve,
): StepLinks {
  const declared = new Set(step.run.inputs.map(({ id }) => id));
  const allSeen = step.when !== undefined || computesInputs(step);
  const values: [string, StepInput][] = [];
  const waits = new Set<PortId>();
  for (const input of step.in) {
    const isRead = declared.has(input.id) && literalOf(input) === undefined;
    if (isRead || allSeen || step.scatter.includes(input.id)) {
      values.push([input.id, linkSources(translation, scope, `${path}:link:${input.id}`, input, resolve)]);
      continue;
    }
    for (const source of input.source) {
      const from = resolve(source);
      if ("port" in from) waits.add(from.port);
    }
  }
  return { values: Object.fromEntries(values), waits: [...waits] };
}
