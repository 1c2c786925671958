import type { Override } from "../load/index.ts";
import { placed, placeOf } from "../load/document/place.ts";
import { declaredUri } from "../load/build/identifiers.ts";
import { resolveReference, splitFragment } from "../load/document/uri.ts";
import type { Process, Requirement, WorkflowStep } from "../model/index.ts";
import { requiring } from "./input-requirements.ts";

/** The process as its overrides want it, and the targets that are neither a process nor a step of it. */
export interface Overridden {
  readonly process: Process;
  readonly unknown: readonly Override[];
  /** The targets there are, as a job would write them. */
  readonly targets: readonly string[];
}

/** Sets what overrides ask for, at the processes and steps that they name; later ones win. */
export function applyOverrides(process: Process, overrides: readonly Override[]): Overridden {
  if (overrides.length === 0) return { process, unknown: [], targets: [] };
  const base = splitFragment(process.id).document;
  const wanted = new Map<string, Requirement[]>();
  for (const { target, requirements } of overrides) {
    const uri = resolveReference(base, target);
    wanted.set(uri, [...(wanted.get(uri) ?? []), ...requirements]);
  }
  const seen = new Set<string>();
  const done = new Map<Process, Process>();
  const take = <Target extends Process | WorkflowStep>(target: Target, uri: string): Target => {
    seen.add(uri);
    return requiring(target, wanted.get(uri) ?? []);
  };
  const visit = (given: Process): Process => {
    const known = done.get(given);
    if (known) return known;
    const own = take(given, given.id);
    const made =
      own.class === "Workflow" ? withSteps(own, (step) => take(step, declaredUri(step.id, own.id, base))) : own;
    done.set(given, made);
    return made;
  };
  const withSteps = (
    workflow: Extract<Process, { class: "Workflow" }>,
    change: (step: WorkflowStep) => WorkflowStep,
  ): Process => {
    const steps = workflow.steps.map((step) => {
      const changed = change(step);
      const run = visit(step.run);
      return run === step.run ? changed : placed({ ...changed, run }, placeOf(step));
    });
    if (steps.every((step, index) => step === workflow.steps[index])) return workflow;
    return placed({ ...workflow, steps: placed(steps, placeOf(workflow.steps)) }, placeOf(workflow));
  };
  const made = visit(process);
  return {
    process: made,
    unknown: overrides.filter(({ target }) => !seen.has(resolveReference(base, target))),
    targets: [...seen].map((uri) => shortTarget(uri, base)),
  };
}

/** How a job names a process or a step: relative to the document that is run. */
function shortTarget(uri: string, base: string): string {
  const folder = base.slice(0, base.lastIndexOf("/") + 1);
  if (uri.startsWith(`${base}#`)) return uri.slice(base.length);
  return uri.startsWith(folder) ? uri.slice(folder.length) : uri;
}
