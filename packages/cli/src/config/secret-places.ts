import { isExactNumber, type Json, type JsonObject, type JsonSchema } from "@sluice/contracts";
import type { ConfigPath } from "./config-document.ts";

/** Keywords whose schemas are about the same value. */
const sameValue = ["allOf", "anyOf", "oneOf", "if", "then", "else"];

/** What only a password is called. `passwordFile`, `tokenUrl` and `secretName` say where one is. */
const secretName =
  /(?:^|[a-z_.-])(?:password|passwd|passphrase|secret|token|credentials?|(?:api|access|private|secret)[_-]?key)$/i;

/**
 * Where a value holds secrets: the places that its schema marks with `x-secret`, in any of its branches, and texts that are
 * named like secrets where the schema does not say otherwise with `"x-secret": false`. Places that only refer to a secret
 * elsewhere are none. Without a schema nothing is known, so all of the value counts as secret.
 */
export function secretPlaces(value: Json, schema: JsonSchema | undefined): readonly ConfigPath[] {
  if (schema === undefined) return [[]];
  const { marked, plain } = walk(value, schema);
  for (const path of namedPlaces(value, [])) {
    const key = path.join("\0");
    if (!plain.has(key)) marked.set(key, path);
  }
  return [...marked.values()];
}

/** Only the places that the schema marks. */
export function markedPlaces(value: Json, schema: JsonSchema): readonly ConfigPath[] {
  return [...walk(value, schema).marked.values()];
}

function walk(
  value: Json,
  schema: JsonSchema,
): { readonly marked: Map<string, ConfigPath>; readonly plain: ReadonlySet<string> } {
  const marked = new Map<string, ConfigPath>();
  const plain = new Set<string>();
  const walker = new SchemaWalker(schema, (path, isSecret) => {
    if (isSecret) marked.set(path.join("\0"), path);
    else plain.add(path.join("\0"));
  });
  walker.walk(value, schema, []);
  return { marked, plain };
}

function* namedPlaces(value: Json, path: ConfigPath): Generator<ConfigPath> {
  if (typeof value === "object" && value !== null && !isExactNumber(value)) {
    for (const [key, each] of Object.entries(value)) yield* namedPlaces(each, [...path, key]);
  } else if (typeof value === "string" && value !== "" && !isReference(value) && secretName.test(path.at(-1) ?? "")) {
    yield path;
  }
}

class SchemaWalker {
  readonly #root: JsonSchema;
  readonly #found: (path: ConfigPath, isSecret: boolean) => void;
  /** References that are being followed at a place: a schema may refer to itself. */
  readonly #following = new Set<string>();

  constructor(root: JsonSchema, found: (path: ConfigPath, isSecret: boolean) => void) {
    this.#root = root;
    this.#found = found;
  }

  walk(value: Json, schema: Json | undefined, path: ConfigPath): void {
    if (!isObject(schema)) return;
    const { "x-secret": secret } = schema;
    if (typeof secret === "boolean" && !isReference(value)) this.#found(path, secret);
    this.#follow(value, schema["$ref"], path);
    for (const keyword of sameValue) {
      const branches = schema[keyword];
      for (const branch of Array.isArray(branches) ? (branches as readonly Json[]) : [branches]) {
        this.walk(value, branch, path);
      }
    }
    if (Array.isArray(value)) this.#items(value as readonly Json[], schema, path);
    else if (isObject(value)) this.#properties(value, schema, path);
  }

  #items(value: readonly Json[], schema: JsonSchema, path: ConfigPath): void {
    const first = schema["prefixItems"];
    const prefix = Array.isArray(first) ? (first as readonly Json[]) : [];
    for (const [at, each] of value.entries()) this.walk(each, prefix[at] ?? schema["items"], [...path, String(at)]);
  }

  #properties(value: JsonObject, schema: JsonSchema, path: ConfigPath): void {
    const { properties, patternProperties, dependentSchemas } = schema;
    for (const [key, each] of Object.entries(value)) {
      const own = isObject(properties) && Object.hasOwn(properties, key) ? [properties[key]] : [];
      const matching = isObject(patternProperties)
        ? Object.entries(patternProperties).filter(([pattern]) => new RegExp(pattern, "u").test(key))
        : [];
      const said = [...own, ...matching.map(([, pattern]) => pattern)];
      const others = said.length > 0 ? said : [schema["additionalProperties"]];
      for (const schemaOfKey of [...others, schema["unevaluatedProperties"]]) {
        this.walk(each, schemaOfKey, [...path, key]);
      }
      if (isObject(dependentSchemas)) this.walk(value, dependentSchemas[key], path);
    }
  }

  #follow(value: Json, reference: Json | undefined, path: ConfigPath): void {
    if (typeof reference !== "string") return;
    const key = `${reference}\0${path.join("\0")}`;
    if (this.#following.has(key)) return;
    this.#following.add(key);
    const pointer = reference.slice(reference.indexOf("#") + 1);
    let at: Json | undefined = this.#root;
    for (const part of pointer.split("/").slice(1)) {
      at = isObject(at) ? at[decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
    }
    this.walk(value, at, path);
    this.#following.delete(key);
  }
}

/** What only says where a secret is kept. */
function isReference(value: Json): boolean {
  return typeof value === "string" && /^\$\{secret:[^}]+\}$/.test(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
