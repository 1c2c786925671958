import type { Json, JsonObject } from "@sluice/contracts";
import type { Override } from "../load/index.ts";
import { placed, placeOf } from "../load/document/place.ts";
import type { Process, Requirement, WorkflowStep } from "../model/index.ts";

/** What a job asks for besides values. */
export interface JobRequirements {
  /** For the process as a whole. */
  readonly requirements: readonly Requirement[];
  /** For single processes and steps of it. */
  readonly overrides: readonly Override[];
}

/** Inputs cannot have these names: a colon marks what concerns the run and not the process. */
const requirementsKey = "cwl:requirements";
const overridesKey = "cwltool:overrides";

/** Adds requirements to inputs, to be kept with them until they are translated. */
export function attachRequirements(inputs: JsonObject, { requirements, overrides }: JobRequirements): JsonObject {
  return {
    ...inputs,
    ...(requirements.length > 0 && { [requirementsKey]: requirements as unknown as Json }),
    ...(overrides.length > 0 && { [overridesKey]: overrides as unknown as Json }),
  };
}

/** Takes the requirements out of inputs again. */
export function detachRequirements(inputs: JsonObject): JobRequirements & { readonly inputs: JsonObject } {
  const { [requirementsKey]: requirements, [overridesKey]: overrides, ...rest } = inputs;
  return {
    inputs: rest,
    requirements: (requirements ?? []) as unknown as readonly Requirement[],
    overrides: (overrides ?? []) as unknown as readonly Override[],
  };
}

/**
 * The process or step as if it had required this itself, in place of what it says about the same classes.
 * Source: CWL v1.2 Workflow Description, "Requirements and hints".
 */
export function requiring<Target extends Process | WorkflowStep>(
  target: Target,
  requirements: readonly Requirement[],
): Target {
  if (requirements.length === 0) return target;
  const byClass = new Map(requirements.map((each) => [each.class, each]));
  const kept = target.requirements.filter((each) => !byClass.has(each.class));
  return placed({ ...target, requirements: [...kept, ...byClass.values()] }, placeOf(target));
}
