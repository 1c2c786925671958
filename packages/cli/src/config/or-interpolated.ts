import type { Json, JsonObject, JsonSchema } from "@sluice/contracts";

const interpolated: JsonSchema = { type: "string", pattern: String.raw`\$\{(env|file|secret):` };

/** What describes a value, and stays where it is when the value may be something else, too. */
const annotations = ["title", "description", "default", "examples", "deprecated", "x-secret", "x-path"];

/** Keywords whose schemas only decide which others count. */
const conditions = ["if", "not", "propertyNames"];

/** Keywords whose values are no schemas, whatever they look like. */
const values = ["default", "const", "enum", "examples", "required"];

/**
 * The schema of a file in which texts with `${…}` become values only when it is read: where a number, true or false, or one of several
 * texts is wanted, such a text is right, too.
 */
export function orInterpolated(schema: JsonSchema): JsonSchema {
  const parts = Object.entries(schema).map(([keyword, value]) => {
    if (conditions.includes(keyword) || values.includes(keyword)) return [keyword, value] as const;
    if (keyword === "oneOf" && Array.isArray(value)) return [keyword, alternatives(value as readonly Json[])] as const;
    return [
      keyword,
      ["properties", "patternProperties", "$defs"].includes(keyword) ? each(value) : within(value),
    ] as const;
  });
  const whole = Object.fromEntries(parts);
  return isScalar(whole) ? choice(whole) : whole;
}

/** Schemas by name. */
function each(value: Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, within(schema)]));
}

function within(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(within);
  return isObject(value) ? orInterpolated(value) : value;
}

/** Exactly one may be right: a text with `${…}` is one more, unless one of the others takes it already. */
function alternatives(branches: readonly Json[]): readonly Json[] {
  const isFor = (branch: Json, type: string): boolean => isObject(branch) && [branch["type"]].flat().includes(type);
  const kept = branches.map((branch) => (isObject(branch) && isScalar(branch) ? branch : within(branch)));
  const isOpen = branches.every(
    (branch) => isObject(branch) && branch["type"] !== undefined && !isFor(branch, "string"),
  );
  return isOpen && branches.some((branch) => isObject(branch) && isScalar(branch)) ? [...kept, interpolated] : kept;
}

/** Whether a text is no such value, or only a certain one is. */
function isScalar({ type, enum: choices }: JsonObject): boolean {
  const types = Array.isArray(type) ? (type as readonly Json[]) : [type];
  if (types.some((one) => one === "object" || one === "array")) return false;
  return choices !== undefined || types.some((one) => one === "number" || one === "integer" || one === "boolean");
}

function choice(schema: JsonObject): JsonObject {
  const entries = Object.entries(schema);
  const said = entries.filter(([keyword]) => annotations.includes(keyword));
  const checked = entries.filter(([keyword]) => !annotations.includes(keyword));
  return { ...Object.fromEntries(said), anyOf: [Object.fromEntries(checked), interpolated] };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
