import type { JsonObject } from "@sluice/contracts";

/** An object of a document, without the fields that have no value. The model it is made of is plain JSON. */
export function compact(fields: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as JsonObject;
}
