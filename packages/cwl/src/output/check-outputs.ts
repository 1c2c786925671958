import type { Json, JsonObject } from "@sluice/contracts";
import type { Parameter } from "../model/index.ts";
import { fitsType, membersOf } from "../value/fits-type.ts";
import { ParameterError } from "../value/parameter-error.ts";
import { typeText, valueText } from "../value/type-text.ts";

export interface OutputRules {
  /** Whether null passes as `Any`. The specification says no, yet its tests want it of expression tools. */
  readonly nullIsAny: boolean;
}

/** The declared outputs, null where there is none. @throws `CWL_OUTPUT_INVALID` naming the first that is not of its type */
export function checkOutputs(parameters: readonly Parameter[], values: JsonObject, rules: OutputRules): JsonObject {
  const outputs: Record<string, Json> = {};
  for (const { id, type } of parameters) {
    const value = values[id] ?? null;
    const passes = rules.nullIsAny && value === null && membersOf(type).includes("Any");
    if (!passes && !fitsType(value, type)) {
      throw new ParameterError(
        "CWL_OUTPUT_INVALID",
        { side: "output", parameter: id },
        `output ${JSON.stringify(id)} must be ${typeText(type)}, but it is ${valueText(value)}`,
      );
    }
    outputs[id] = value;
  }
  return outputs;
}
