const types = ["null", "boolean", "object", "array", "number", "integer", "string"];
const texts = ["$schema", "$id", "$ref", "$anchor", "$comment", "title", "description", "format", "pattern"];
const numbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const counts = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];
const flags = ["uniqueItems", "deprecated", "readOnly", "writeOnly", "x-secret", "x-path"];
const schemas = [
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "items",
  "contains",
  "not",
  "if",
  "then",
  "else",
];
const schemaLists = ["allOf", "anyOf", "oneOf", "prefixItems"];
const schemaMaps = ["properties", "patternProperties", "dependentSchemas", "$defs"];
const free = ["default", "const", "examples", "enum", "required", "type", "dependentRequired"];
const known = new Set([...[texts, numbers, counts, flags].flat(), ...[schemas, schemaLists, schemaMaps, free].flat()]);

/**
 * What is wrong with a JSON Schema of draft 2020-12, as far as its own form goes: keywords that do not exist and values
 * that keywords cannot have. Source: https://json-schema.org/draft/2020-12
 */
export function schemaFaults(schema: unknown, path = "#"): string[] {
  if (typeof schema === "boolean") return [];
  if (!isObject(schema)) return [`${path} is no schema`];
  const faults: string[] = [];
  const check = (keywords: readonly string[], what: string, good: (value: unknown) => boolean): void => {
    for (const keyword of keywords) {
      if (keyword in schema && !good(schema[keyword])) faults.push(`${path}/${keyword} must be ${what}`);
    }
  };
  for (const keyword of Object.keys(schema))
    if (!known.has(keyword) && !keyword.startsWith("x-")) faults.push(`${path}/${keyword} is no keyword`);
  check(texts, "text", (value) => typeof value === "string");
  check(numbers, "a number", (value) => typeof value === "number");
  check(counts, "a whole number from 0 on", (value) => Number.isInteger(value) && (value as number) >= 0);
  check(flags, "true or false", (value) => typeof value === "boolean");
  check(["enum"], "a list", Array.isArray);
  check(["required"], "a list of names", isTextList);
  check(["type"], `one or several of ${types.join(", ")}`, (value) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).every((each) => types.includes(each as string)),
  );
  check(["pattern"], "a regular expression", isPattern);
  check(schemaLists, "a list of schemas", Array.isArray);
  check(schemaMaps, "schemas by name", isObject);
  for (const keyword of schemas)
    if (keyword in schema) faults.push(...schemaFaults(schema[keyword], `${path}/${keyword}`));
  for (const keyword of [...schemaLists, ...schemaMaps]) {
    for (const [key, each] of Object.entries(schema[keyword] ?? {})) {
      faults.push(...schemaFaults(each, `${path}/${keyword}/${key}`));
    }
  }
  if ("default" in schema && !fitsType(schema["default"], schema["type"])) {
    faults.push(`${path}/default is not of the type that the schema says`);
  }
  return faults;
}

/** Whether options that the schema does not name are refused. */
export function refusesUnknown(schema: unknown): boolean {
  if (!isObject(schema) || schema["type"] !== "object") return false;
  return schema["additionalProperties"] === false || schema["unevaluatedProperties"] === false;
}

/** The options that a schema gives when none are given. */
export function defaultsOf(schema: unknown): Record<string, unknown> {
  const properties = isObject(schema) ? schema["properties"] : undefined;
  if (!isObject(properties)) return {};
  const entries = Object.entries(properties).filter((entry): entry is [string, Record<string, unknown>] =>
    isObject(entry[1]),
  );
  return Object.fromEntries(entries.flatMap(([name, each]) => ("default" in each ? [[name, each["default"]]] : [])));
}

function fitsType(value: unknown, type: unknown): boolean {
  if (type === undefined) return true;
  const actual = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  const wanted: unknown[] = Array.isArray(type) ? type : [type];
  return wanted.some((each) => each === actual || (each === "integer" && Number.isInteger(value)));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isPattern(value: unknown): boolean {
  try {
    new RegExp(String(value), "u");
    return true;
  } catch {
    return false;
  }
}
