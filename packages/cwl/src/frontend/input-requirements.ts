import type { Json, JsonObject } from "@sluice/contracts";
import type { Process, Requirement } from "../model/index.ts";

/** Inputs cannot have this name: a colon marks what concerns the run and not the process. */
const key = "cwl:requirements";

/** Adds requirements to inputs, to be kept with them until they are translated. */
export function attachRequirements(inputs: JsonObject, requirements: readonly Requirement[]): JsonObject {
  return requirements.length === 0 ? inputs : { ...inputs, [key]: requirements as unknown as Json };
}

/** Takes the requirements out of inputs again. */
export function detachRequirements(inputs: JsonObject): {
  readonly inputs: JsonObject;
  readonly requirements: readonly Requirement[];
} {
  const { [key]: attached, ...rest } = inputs;
  return { inputs: rest, requirements: (attached ?? []) as unknown as readonly Requirement[] };
}

/**
 * The process as if it had required this itself, in place of what it says about the same classes.
 * Source: CWL v1.2 Workflow Description, "Requirements and hints".
 */
export function withRequirements(process: Process, requirements: readonly Requirement[]): Process {
  if (requirements.length === 0) return process;
  const replaced = new Set(requirements.map((each) => each.class));
  return {
    ...process,
    requirements: [...process.requirements.filter((each) => !replaced.has(each.class)), ...requirements],
  };
}
