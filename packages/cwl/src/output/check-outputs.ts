import { isExactNumber, type Json, type JsonObject } from "@sluice/contracts";
import type { CwlType, Parameter } from "../model/index.ts";
import { fitsType, membersOf } from "../value/fits-type.ts";
import { ParameterError } from "../value/parameter-error.ts";
import { typeText, valueText } from "../value/type-text.ts";

/** The declared outputs, null where there is none. @throws `CWL_OUTPUT_INVALID` naming the first that is not of its type */
export function checkOutputs(parameters: readonly Parameter[], values: JsonObject): JsonObject {
  const outputs: Record<string, Json> = {};
  for (const parameter of parameters) {
    const { id, type } = parameter;
    const value = values[id] ?? null;
    if (!fitsType(value, type)) {
      throw new ParameterError(
        "CWL_OUTPUT_INVALID",
        { side: "output", parameter: id },
        `output ${JSON.stringify(id)} must be ${typeText(type)}, but it is ${valueText(value)}`,
        hintFor(value, type, parameters, values) ?? bindingHint(value, type, parameter),
      );
    }
    outputs[id] = value;
  }
  return outputs;
}

/** What was given besides the declared outputs: the reference keeps it where the process is run by itself, and so do we. */
export function undeclared(parameters: readonly Parameter[], values: JsonObject): JsonObject {
  const declared = new Set(parameters.map(({ id }) => id));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !declared.has(name)));
}

/** A tool's output that nothing was said about: only `cwl.output.json` could have given it. */
function bindingHint(value: Json, type: CwlType, parameter: Parameter): { readonly hint: string } | undefined {
  const isRecord = membersOf(type).some((member) => typeof member === "object" && member.type === "record");
  if (value !== null || isRecord || "outputBinding" in parameter) return undefined;
  return { hint: "It has no outputBinding: add one with a glob, or let the tool write cwl.output.json." };
}

const numbers: readonly string[] = ["int", "long", "float", "double"];

/** What probably went wrong: text was not made a number, or a name in the result is no output. */
function hintFor(
  value: Json,
  type: CwlType,
  parameters: readonly Parameter[],
  values: JsonObject,
): { readonly hint: string } | undefined {
  const wantsNumber = membersOf(type).some((member) => typeof member === "string" && numbers.includes(member));
  if (typeof value === "string" && wantsNumber && /^\s*-?\d+(?:\.\d+)?\s*$/.test(value))
    return { hint: "Text does not become a number by itself: use parseInt(…) or parseFloat(…) in the expression." };
  if (isExactNumber(value) && wantsNumber)
    return {
      hint: !value.text.endsWith(".0")
        ? "An int has 32 bits, a long 64."
        : Number.isSafeInteger(Number(value))
          ? "An int or long is written without a point."
          : "JavaScript rounds integers beyond 2^53: give them as text, or through cwl.output.json.",
    };
  if (value !== null) return undefined;
  const others = Object.keys(values).filter((name) => !parameters.some(({ id }) => id === name));
  if (others.length === 0) return undefined;
  return { hint: `What was given besides is no output of the process: ${others.slice(0, 5).join(", ")}.` };
}
