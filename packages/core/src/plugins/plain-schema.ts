import type { Json, JsonObject, JsonSchema } from "@sluice/contracts";

const plainRoot = new Set(["$schema", "title", "description", "type", "properties", "additionalProperties"]);
const plainKeywords = new Set([
  "type",
  "title",
  "description",
  "default",
  "deprecated",
  "enum",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "x-secret",
  "x-path",
]);
const types = new Set(["string", "number", "integer", "boolean", "null"]);

/**
 * What no options at all become by a schema of a few plain values: its defaults. Then the validator, which is large, need not be loaded.
 * @returns undefined when there are options, or when the schema says more than that and must be asked
 */
export function plainDefaults(schema: JsonSchema, options: JsonObject): JsonObject | undefined {
  if (Object.keys(options).length > 0) return undefined;
  const { type, properties = {} } = schema;
  if (type !== "object" || !isObject(properties) || !Object.keys(schema).every((key) => plainRoot.has(key)))
    return undefined;
  const defaults: Record<string, Json> = {};
  for (const [name, property] of Object.entries(properties)) {
    if (!isObject(property) || !isPlain(property)) return undefined;
    if (property["default"] !== undefined) defaults[name] = property["default"];
  }
  return defaults;
}

function isPlain(property: JsonObject): boolean {
  const { type } = property;
  const hasType = typeof type === "string" && types.has(type);
  return hasType && hasFittingDefault(property) && Object.keys(property).every((key) => plainKeywords.has(key));
}

/** Whether a default is of its type and among its choices. A wrong one is for the validator to explain. */
function hasFittingDefault({ type, enum: choices, default: usual }: JsonObject): boolean {
  if (usual === undefined) return true;
  if (Array.isArray(choices) && !choices.includes(usual)) return false;
  if (type === "integer") return Number.isInteger(usual);
  return type === "null" ? usual === null : typeof usual === type;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
