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

/** The options that a schema describes, nested objects flattened, and those of its parts and alternatives beside its own. */
export function optionRows(schema: JsonSchema): OptionRow[] {
  return rowsOf(schema, schema, "", []);
}

/** Whether any option is taken, also one that the schema does not describe. */
export function takesAnyOption(schema: JsonSchema): boolean {
  return schema["additionalProperties"] !== false && schema["unevaluatedProperties"] !== false;
}

/** @param trail - references on the way here, so that a schema that contains itself ends */
function rowsOf(root: JsonSchema, schema: JsonSchema, prefix: string, trail: readonly string[]): OptionRow[] {
  const required = listOf(schema["required"]);
  const named = Object.entries(schemaOf(schema["properties"])).map(
    ([name, own]) => [name, own, required.includes(name)] as const,
  );
  const patterns = Object.entries(schemaOf(schema["patternProperties"])).map(
    ([pattern, own]) => [`/${pattern}/`, own, false] as const,
  );
  const others = schema["additionalProperties"];
  const any = isSchema(others) && Object.keys(others).length > 0 ? [["*", others, false] as const] : [];
  const own = [...named, ...patterns, ...any].flatMap(([name, each, isRequired]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const [target, nextTrail] = followed(root, schemaOf(each), trail);
    const nested = nextTrail === undefined ? [] : rowsOf(root, target, path, nextTrail);
    return nested.length > 0 ? nested : [rowOf(path, target, isRequired)];
  });
  const { $ref } = schema;
  const parts = [...($ref === undefined ? [] : [{ $ref }]), ...listOf(schema["allOf"])];
  const choices = ["anyOf", "oneOf"].flatMap((keyword) => listOf(schema[keyword]));
  const conditional = [schema["then"], schema["else"]];
  const inner = (each: Json | undefined): OptionRow[] => {
    if (!isSchema(each)) return [];
    const [target, nextTrail] = followed(root, each, trail);
    return nextTrail === undefined ? [] : rowsOf(root, target, prefix, nextTrail);
  };
  const all = [
    ...own,
    ...parts.flatMap(inner),
    ...[...choices, ...conditional].flatMap(inner).map((row) => ({ ...row, required: false })),
  ];
  return all.filter(({ name }, at) => all.findIndex((other) => other.name === name) === at);
}

/** What a schema is with what it refers to, and the references so far; without these when they go in a circle. */
function followed(
  root: JsonSchema,
  schema: JsonSchema,
  trail: readonly string[],
): readonly [JsonSchema, readonly string[] | undefined] {
  const { $ref: reference, ...beside } = schema;
  if (typeof reference !== "string") return [schema, trail];
  const target = { ...resolve(root, reference), ...beside };
  return [target, trail.includes(reference) ? undefined : [...trail, reference]];
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
