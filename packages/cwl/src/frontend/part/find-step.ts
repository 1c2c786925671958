import { didYouMean, SluiceError } from "@sluice/contracts";
import type { Process, Workflow, WorkflowStep } from "../../model/index.ts";
import { inherit, noRequirements, type EffectiveRequirements } from "../../translate/index.ts";

/** A step of a workflow, or of one that its steps run. */
export interface FoundStep {
  readonly step: WorkflowStep;
  /** The workflow that has it. */
  readonly workflow: Workflow;
  /** What all workflows around it require. */
  readonly around: EffectiveRequirements;
}

/** Names of steps are looked for among these many at most when one is not there. */
const mostNames = 2000;

/** The step that a path such as `align/sort` names: `sort` of what `align` runs. @throws `USAGE` if there is none */
export function findStep(process: Process, path: string): FoundStep {
  let around = noRequirements;
  let inner = process;
  let found: FoundStep | undefined;
  const parts = path.split("/");
  for (const [at, name] of parts.entries()) {
    around = inherit(around, inner);
    const step = inner.class === "Workflow" ? inner.steps.find(({ id }) => id === name) : undefined;
    if (!step || inner.class !== "Workflow") throw unknownStep(process, inner, path, parts.slice(0, at));
    found = { step, workflow: inner, around };
    around = inherit(around, step);
    inner = step.run;
  }
  if (!found) throw unknownStep(process, process, path, []);
  return found;
}

function unknownStep(process: Process, inner: Process, path: string, before: readonly string[]): SluiceError {
  const prefix = before.map((name) => `${name}/`).join("");
  const siblings = inner.class === "Workflow" ? inner.steps.map(({ id }) => `${prefix}${id}`) : [];
  const all = stepPaths(process);
  const last = path.slice(path.lastIndexOf("/") + 1);
  const elsewhere = all.find((each) => each.endsWith(`/${last}`));
  const listed =
    siblings.length > 0
      ? `It has: ${siblings.slice(0, 10).join(", ")}.`
      : before.length > 0
        ? `'${before.join("/")}' runs no workflow.`
        : "It has none.";
  const hint = didYouMean(path, siblings) ?? (elsewhere && `Did you mean '${elsewhere}'?`) ?? didYouMean(path, all);
  return new SluiceError("USAGE", `the document has no step '${path}'`, { hint: hint ?? listed });
}

/** The paths of steps, those of sub-workflows included, outer ones first. */
function stepPaths(process: Process): string[] {
  const paths: string[] = [];
  const open = [{ process, prefix: "" }];
  for (const { process: each, prefix } of open) {
    for (const step of each.class === "Workflow" ? each.steps : []) {
      if (paths.length >= mostNames) return paths;
      paths.push(`${prefix}${step.id}`);
      open.push({ process: step.run, prefix: `${prefix}${step.id}/` });
    }
  }
  return paths;
}
