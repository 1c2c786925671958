import type { Process, RequirementClass, Requirement, Workflow, WorkflowStep } from "../model/index.ts";
import { Faults } from "../load/document/faults.ts";
import { placeOf } from "../load/document/place.ts";

/** The classes of requirements and hints that are in force. */
export type Features = ReadonlySet<RequirementClass>;

export function withRequirements(features: Features, ...lists: (readonly Requirement[])[]): Features {
  return new Set([...features, ...lists.flat().map((requirement) => requirement.class)]);
}

/** What a workflow or a step does, and the class that must be declared for it. */
interface Use {
  readonly feature: RequirementClass;
  readonly message: string;
  readonly at: object;
  /** Only who comes to run it has to refuse it: the reference implementation does so, and others run it. */
  readonly isForRuns: boolean;
}

/**
 * Features of workflows must be declared by the workflow, the step or a workflow around it; of some of them only a run
 * depends on that, unless the check is strict. Source: CWL v1.2 Workflow, WorkflowStep.
 */
export function checkFeatures(workflow: Workflow, features: Features, faults: Faults, strict: boolean): void {
  for (const use of undeclared(workflow, features)) report(use, strict || !use.isForRuns, faults);
}

/** Refuses what cannot be run because a feature is not declared. @throws `CWL_INVALID` */
export function refuseUndeclared(process: Process): void {
  const faults = new Faults();
  const seen = new Set<string>();
  const visit = (inner: Process, inherited: Features): void => {
    if (inner.class !== "Workflow") return;
    const features = withRequirements(inherited, inner.requirements, inner.hints);
    const key = `${inner.id} ${[...features].toSorted().join()}`;
    if (seen.has(key)) return;
    seen.add(key);
    for (const use of undeclared(inner, features)) report(use, true, faults);
    for (const step of inner.steps) visit(step.run, withRequirements(features, step.requirements, step.hints));
  };
  visit(process, new Set());
  faults.throwIfAny();
}

function report({ feature, message, at }: Use, isError: boolean, faults: Faults): void {
  const hint = `Add '${feature}: {}' to the requirements of the workflow.`;
  if (isError) faults.add("CWL_INVALID", message, placeOf(at), hint);
  else faults.warn("CWL_INVALID", `${message}; it cannot be run like this`, placeOf(at), hint);
}

function* undeclared(workflow: Workflow, features: Features): Generator<Use> {
  for (const step of workflow.steps) {
    const inForce = withRequirements(features, step.requirements, step.hints);
    for (const [feature, use, isForRuns] of featuresOf(step)) {
      if (!inForce.has(feature))
        yield { feature, message: `the step '${step.id}' ${use}, which needs ${feature}`, at: step, isForRuns };
    }
  }
  const feature = "MultipleInputFeatureRequirement";
  const merged = workflow.outputs.find((output) => output.source.length > 1);
  if (merged && !features.has(feature)) {
    const message = `the output '${merged.id}' has several sources, which needs ${feature}`;
    yield { feature, message, at: merged, isForRuns: true };
  }
}

function* featuresOf(step: WorkflowStep): Generator<readonly [RequirementClass, use: string, isForRuns: boolean]> {
  if (step.scatter.length > 0) yield ["ScatterFeatureRequirement", "scatters", false];
  if (step.run.class === "Workflow") yield ["SubworkflowFeatureRequirement", "runs a workflow", false];
  if (step.in.some((input) => input.source.length > 1))
    yield ["MultipleInputFeatureRequirement", "has an input with several sources", true];
  if (step.in.some((input) => input.valueFrom !== undefined))
    yield ["StepInputExpressionRequirement", "has an input with valueFrom", true];
}
