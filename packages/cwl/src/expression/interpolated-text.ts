import { type Json, isExactNumber } from "@sluice/contracts";
import { decimalText } from "../value/decimal-text.ts";

/**
 * A value as it appears inside a longer string: a string as it is, anything else as JSON with sorted keys.
 *
 * Numbers have no exponent, as on a command line. The blanks after `,` and `:` are those of the reference implementation: tools see this text on their command lines.
 */
export function interpolatedText(value: Json): string {
  return typeof value === "string" ? value : jsonText(value);
}

function jsonText(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(jsonText).join(", ")}]`;
  if (typeof value === "number") return decimalText(value);
  if (isExactNumber(value)) return value.text;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}: ${jsonText(field)}`).join(", ")}}`;
}
