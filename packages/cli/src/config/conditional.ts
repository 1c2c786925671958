import type { JsonSchema } from "@sluice/contracts";

/** The clause of a schema: `consequence` holds where `condition` does, else `otherwise`. */
export function conditional(condition: JsonSchema, consequence: JsonSchema, otherwise?: JsonSchema): JsonSchema {
  const more = otherwise === undefined ? {} : { else: otherwise };
  // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema; nobody can call it
  return { if: condition, then: consequence, ...more };
}
