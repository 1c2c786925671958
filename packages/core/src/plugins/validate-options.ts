import { SluiceError, type Json, type JsonObject, type JsonSchema } from "@sluice/contracts";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";

/** Something that does not follow a schema. */
export interface SchemaFault {
  readonly kind: "unknown-key" | "missing-key" | "choice" | "type" | "other";
  /** Keys and indexes that lead to it; the last one of an unknown or a missing key is the key itself. */
  readonly path: readonly string[];
  /** What is wrong, without saying of what: `must be number`. */
  readonly text: string;
  /** Of an unknown key the keys that are known, of a choice what can be chosen, of a type the types that fit. */
  readonly known: readonly string[];
}

/** Annotations of schemas that are no part of the standard. */
const annotations = ["x-secret", "x-path", "patternErrorMessage"];

/** Checks a value against a schema and fills in defaults. The value itself stays as it is. @throws `PLUGIN_INVALID` for a schema that is none */
export function validateOptions(
  schema: JsonSchema,
  options: JsonObject,
  actor: string,
): { readonly value: JsonObject; readonly faults: readonly SchemaFault[] } {
  const validate = compile(schema, actor);
  const value = structuredClone(options);
  if (validate(value)) return { value, faults: [] };
  const faults = tellingErrors(validate.errors ?? []).map(explain);
  return { value, faults: faults.filter((fault) => !isReference(valueAt(value, fault.path))) };
}

function compile(schema: JsonSchema, actor: string): ReturnType<Ajv2020["compile"]> {
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, strict: true, allowUnionTypes: true, verbose: true });
  ajv.addVocabulary(annotations);
  try {
    return ajv.compile(schema);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SluiceError("PLUGIN_INVALID", `the schema of its options is no JSON Schema: ${message}`, {
      actor,
      cause: error,
    });
  }
}

/** Whether a text stands for a secret that is read later: what it is cannot be judged yet. */
function isReference(value: Json | undefined): boolean {
  return typeof value === "string" && value.includes("${secret:");
}

function valueAt(value: Json, path: readonly string[]): Json | undefined {
  let at: Json | undefined = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Object.hasOwn(at, key) ? (at as JsonObject)[key] : undefined;
  }
  return at;
}

/** Leaves out what only repeats what other errors say, and joins what the branches of a choice say of one value. */
function tellingErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const telling = errors.filter((error) => !["if", "oneOf", "anyOf"].includes(error.keyword) || isAmbiguous(error));
  const choices = errors.filter(({ keyword }) => keyword === "oneOf" || keyword === "anyOf");
  return choices.reduce<readonly ErrorObject[]>((left, { instancePath }) => joinBranches(left, instancePath), telling);
}

function isAmbiguous({ keyword, params }: ErrorObject): boolean {
  return keyword === "oneOf" && Array.isArray((params as { passingSchemas?: unknown }).passingSchemas);
}

function joinBranches(errors: readonly ErrorObject[], place: string): readonly ErrorObject[] {
  const inside = errors.filter((error) => error.instancePath === place || error.instancePath.startsWith(`${place}/`));
  const types = inside.filter((error) => error.keyword === "type" && error.instancePath === place);
  const [first, ...others] = types;
  if (first === undefined) return errors;
  // The value has the type of another branch: what that branch says counts.
  if (inside.length > types.length) return errors.filter((error) => !types.includes(error));
  const type = types.flatMap((error) => (error.params as { type: string | string[] }).type);
  const joined = { ...first, params: { type }, message: `must be ${type.join(" or ")}` };
  return errors.filter((error) => !others.includes(error)).map((error) => (error === first ? joined : error));
}

function explain(error: ErrorObject): SchemaFault {
  const path = error.instancePath.split("/").slice(1).map(unescapePointer);
  const params = error.params as Readonly<Record<string, unknown>>;
  const text = error.message ?? "is wrong";
  switch (error.keyword) {
    case "additionalProperties":
    case "unevaluatedProperties": {
      const key = String(params["additionalProperty"] ?? params["unevaluatedProperty"]);
      return { kind: "unknown-key", path: [...path, key], text: "is unknown", known: knownKeys(error) };
    }
    case "propertyNames":
      return { kind: "other", path: [...path, String(params["propertyName"])], text: "is no name", known: [] };
    case "required":
      return { kind: "missing-key", path: [...path, String(params["missingProperty"])], text: "is missing", known: [] };
    case "enum":
    case "const": {
      const known = (params["allowedValues"] ?? [params["allowedValue"]]) as unknown[];
      return { kind: "choice", path, text: `must be one of: ${known.join(", ")}`, known: known.map(String) };
    }
    case "type":
      return { kind: "type", path, text, known: [params["type"]].flat().map(String) };
    case "pattern": {
      const said: unknown = error.parentSchema?.["patternErrorMessage"];
      return { kind: "other", path, text: typeof said === "string" ? said : text, known: [] };
    }
    default:
      return { kind: "other", path, text, known: [] };
  }
}

function knownKeys({ parentSchema }: ErrorObject): readonly string[] {
  return Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {});
}

function unescapePointer(text: string): string {
  return text.replaceAll("~1", "/").replaceAll("~0", "~");
}
