import { SluiceError, type Json, type JsonObject } from "@sluice/contracts";
import type { Parameter } from "../model/index.ts";
import { fitsType } from "../value/fits-type.ts";
import { typeText, valueText } from "../value/type-text.ts";

/** The declared outputs, null where there is none. @throws `CWL_OUTPUT_INVALID` naming the first that is not of its type */
export function checkOutputs(parameters: readonly Parameter[], values: JsonObject): JsonObject {
  const outputs: Record<string, Json> = {};
  for (const { id, type } of parameters) {
    const value = values[id] ?? null;
    if (!fitsType(value, type)) {
      throw new SluiceError(
        "CWL_OUTPUT_INVALID",
        `output ${JSON.stringify(id)} must be ${typeText(type)}, but it is ${valueText(value)}`,
      );
    }
    outputs[id] = value;
  }
  return outputs;
}
