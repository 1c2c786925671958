import type { Json, JsonSchema } from "@sluice/contracts";

/** One option of an extension or plugin, as a table shows it. */
export interface OptionRow {
  /** With dots between the names of nested objects; `*` stands for any name. */
  readonly name: string;
  readonly type: string;
  readonly default?: Json;
  readonly required: boolean;
  /** Must never be stored or logged. */
  readonly secret: boolean;
  readonly description: string;
}

/** The options that a schema describes, nested objects flattened. */
export function optionRows(schema: JsonSchema): OptionRow[] {
  return rowsOf(schema, schema, "", []);
}

/** @param trail - references on the way here, so that a schema that contains itself ends */
function rowsOf(root: JsonSchema, schema: JsonSchema, prefix: string, trail: readonly string[]): OptionRow[] {
  const required = listOf(schema["required"]);
  const named = Object.entries(schemaOf(schema["properties"])).map(
    ([name, own]) => [name, own, required.includes(name)] as const,
  );
  const others = schema["additionalProperties"];
  const any = isSchema(others) && Object.keys(others).length > 0 ? [["*", others, false] as const] : [];
  return [...named, ...any].flatMap(([name, own, isRequired]) => {
    const reference = schemaOf(own)["$ref"];
    const target = { ...resolve(root, reference), ...schemaOf(own) };
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const isCircle = typeof reference === "string" && trail.includes(reference);
    const nextTrail = typeof reference === "string" ? [...trail, reference] : trail;
    const nested = isCircle ? [] : rowsOf(root, target, path, nextTrail);
    return nested.length > 0 ? nested : [rowOf(path, target, isRequired)];
  });
}

function rowOf(name: string, schema: JsonSchema, required: boolean): OptionRow {
  const { default: value, description: said } = schema;
  const description = typeof said === "string" ? said : "";
  return {
    name,
    type: typeOf(schema),
    ...(value !== undefined && { default: value }),
    required,
    secret: schema["x-secret"] === true,
    description: schema["deprecated"] === true ? `Deprecated. ${description}`.trimEnd() : description,
  };
}

function typeOf(schema: JsonSchema): string {
  if (schema["const"] !== undefined) return JSON.stringify(schema["const"]);
  const choices = schema["enum"];
  if (isList(choices)) return choices.map((choice) => JSON.stringify(choice)).join(" | ");
  const { type } = schema;
  if (type === "array") {
    const item = schemaOf(schema["items"]);
    return Object.keys(item).length === 0 ? "list" : `list of ${typeOf(item)}`;
  }
  if (typeof type === "string") return schema["x-path"] === true ? "path" : type;
  if (isList(type)) return type.map(String).join(" | ");
  const alternatives = [...listOf(schema["oneOf"]), ...listOf(schema["anyOf"])].filter(isSchema);
  return alternatives.length === 0 ? "any" : [...new Set(alternatives.map(typeOf))].join(" | ");
}

/** What a reference inside the schema leads to. */
function resolve(root: JsonSchema, reference: Json | undefined): JsonSchema {
  if (typeof reference !== "string" || !reference.startsWith("#/")) return {};
  const keys = reference
    .slice(2)
    .split("/")
    .map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"));
  return keys.reduce<JsonSchema>((at, key) => schemaOf(at[key]), root);
}

function schemaOf(value: Json | undefined): JsonSchema {
  return isSchema(value) ? value : {};
}

function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === "object" && value !== null && !isList(value);
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
