import type { RequirementClass, Requirement, Workflow, WorkflowStep } from "../model/index.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeOf } from "../load/document/place.ts";

/** The classes of requirements and hints that are in force. */
export type Features = ReadonlySet<RequirementClass>;

export function withRequirements(features: Features, ...lists: (readonly Requirement[])[]): Features {
  return new Set([...features, ...lists.flat().map((requirement) => requirement.class)]);
}

/** Features of workflows must be declared by the workflow, the step or a workflow around it. Source: CWL v1.2 Workflow, WorkflowStep. */
export function checkFeatures(workflow: Workflow, features: Features, faults: Faults): void {
  for (const step of workflow.steps) {
    const inForce = withRequirements(features, step.requirements, step.hints);
    for (const [feature, use] of featuresOf(step)) {
      if (!inForce.has(feature))
        faults.add(
          "CWL_INVALID",
          `the step '${step.id}' ${use}, which needs ${feature}`,
          placeOf(step),
          `Add '${feature}: {}' to the requirements of the workflow.`,
        );
    }
  }
  const merged = workflow.outputs.find((output) => output.source.length > 1);
  if (merged && !features.has("MultipleInputFeatureRequirement")) {
    faults.add(
      "CWL_INVALID",
      `the output '${merged.id}' has several sources, which needs MultipleInputFeatureRequirement`,
      placeOf(merged),
      "Add 'MultipleInputFeatureRequirement: {}' to the requirements of the workflow.",
    );
  }
}

function* featuresOf(step: WorkflowStep): Generator<readonly [feature: RequirementClass, use: string]> {
  if (step.scatter.length > 0) yield ["ScatterFeatureRequirement", "scatters"];
  if (step.run.class === "Workflow") yield ["SubworkflowFeatureRequirement", "runs a workflow"];
  if (step.in.some((input) => input.source.length > 1))
    yield ["MultipleInputFeatureRequirement", "has an input with several sources"];
  if (step.in.some((input) => input.valueFrom !== undefined))
    yield ["StepInputExpressionRequirement", "has an input with valueFrom"];
}
