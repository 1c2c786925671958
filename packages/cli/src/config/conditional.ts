import type { JsonSchema } from "@sluice/contracts";

/** The clause of a schema: what follows `condition` holds where that does. Made from a list, since nothing but promises has a key `then`. */
export function conditional(condition: JsonSchema, consequence: JsonSchema, otherwise?: JsonSchema): JsonSchema {
  return Object.fromEntries([
    ["if", condition],
    ["then", consequence],
    ...(otherwise === undefined ? [] : [["else", otherwise]]),
  ]) as JsonSchema;
}
