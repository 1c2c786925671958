import type { JsonObject } from "@sluice/contracts";
import type { Firing } from "./machine/index.ts";

/** Inputs of a firing with the step's constants. */
export function withConstants(firing: Firing, inputs: JsonObject): JsonObject {
  const all: Record<string, JsonObject[string]> = {};
  for (const [name, input] of Object.entries(firing.plan.step.inputs)) {
    all[name] = "value" in input ? input.value : (inputs[name] ?? null);
  }
  return all;
}
