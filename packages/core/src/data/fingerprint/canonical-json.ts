import { type Json, type JsonObject, isExactNumber } from "@sluice/contracts";

/** JSON text that is the same for the same value, in whatever order its keys are. */
export function canonicalJson(value: Json): string {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalJson).join(",")}]`;
  const fields = Object.entries(value as JsonObject)
    .filter(([, field]) => (field as Json | undefined) !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(",")}}`;
}
