import {
  isExactNumber,
  SluiceError,
  thrownText,
  toSluiceError,
  type Json,
  type JsonObject,
  type JsonSchema,
} from "@sluice/contracts";
import { Ajv2020, type ErrorObject, type Options as AjvOptions } from "ajv/dist/2020.js";
import { limitedRegExp } from "./limited-reg-exp.ts";
import type { SchemaFault } from "./schema-fault.ts";

export { deprecatedOptions, type DeprecatedOption } from "./deprecated-options.ts";
export { plainDefaults } from "./plain-schema.ts";
export { optionError, type SchemaFault } from "./schema-fault.ts";

/** Schemas of options fill in defaults, and their patterns get a time limit. */
const ofOthers: AjvOptions = { useDefaults: true, code: { regExp: limitedRegExp } };

/** Annotations of schemas that the validator does not know. Besides these, every keyword that begins with `x-` is one. */
const annotations = ["patternErrorMessage", "$anchor"];

/**
 * Checks the options of a plugin or an extension and fills in defaults. The value itself stays as it is.
 * @param actor - whose options they are, such as `connector docker`
 * @throws `PLUGIN_INVALID` for a schema that is none
 */
export function validateOptions(schema: JsonSchema, options: JsonObject, actor: string): Validation {
  return createOptionsValidator()(schema, options, actor);
}

/** Makes what does the same for many options: a schema that it has met before need not be compiled again, which takes a while. */
export function createOptionsValidator(): typeof validateOptions {
  const compiled = new Map<JsonSchema, ReturnType<Ajv2020["compile"]>>();
  return (schema, options, actor) => {
    const check = compiled.get(schema) ?? compile(schema, actor, ofOthers);
    compiled.set(schema, check);
    return validate(options, check, actor);
  };
}

/** Checks a value against a schema of our own, which is not checked itself: that takes longer than all the rest. Nothing is filled in. */
export function validateValue(schema: JsonSchema, value: JsonObject): Validation {
  return validate(value, compile(schema, "schema", { validateSchema: false, meta: false }), "schema");
}

/**
 * Makes what tells what is wrong with schemas of options themselves; undefined for one that can be used. To get ready takes longer than to
 * look at a schema.
 */
export function createSchemaChecker(): (schema: JsonSchema, actor: string) => SluiceError | undefined {
  // Nobody validates by what it makes.
  const hasty: AjvOptions = { allErrors: false, verbose: false, code: { optimize: false } };
  const shared = createValidator({ ...ofOthers, addUsedSchema: false, ...hasty });
  return (schema, actor) => {
    try {
      compileWith(shared, schema, actor);
      return undefined;
    } catch {
      // What it knows of others may be in the way: on its own a schema may be in order.
      return alone(schema, actor);
    }
  };
}

function alone(schema: JsonSchema, actor: string): SluiceError | undefined {
  try {
    compile(schema, actor, ofOthers);
    return undefined;
  } catch (error) {
    return toSluiceError(error);
  }
}

/** What a schema says of a value. */
export interface Validation {
  readonly value: JsonObject;
  readonly faults: readonly SchemaFault[];
}

/** @throws `PLUGIN_INVALID` when a default of the schema, or a pattern, is what is wrong */
function validate(options: JsonObject, check: ReturnType<Ajv2020["compile"]>, actor: string): Validation {
  const value = structuredClone(options);
  if (follows(value, check, actor)) return { value, faults: [] };
  const telling = tellingErrors(check.errors ?? []);
  for (const error of telling) if (!isGiven(options, error)) throw ownDefault(error, actor);
  const faults = telling.map(explain);
  return { value, faults: faults.filter((fault) => !isReference(valueAt(value, fault.path))) };
}

function follows(value: JsonObject, check: ReturnType<Ajv2020["compile"]>, actor: string): boolean {
  try {
    return check(value) === true;
  } catch (error) {
    throw new SluiceError("PLUGIN_INVALID", `the schema of its options cannot be used: ${thrownText(error)}`, {
      actor,
      cause: error,
    });
  }
}

/** Whether what is wrong was written by the user; else a default of the schema was filled in there. */
function isGiven(options: JsonObject, { instancePath }: ErrorObject): boolean {
  return instancePath === "" || valueAt(options, pathOf(instancePath)) !== undefined;
}

function ownDefault({ instancePath, message = "is wrong" }: ErrorObject, actor: string): SluiceError {
  const name = pathOf(instancePath).join(".");
  return new SluiceError(
    "PLUGIN_INVALID",
    `the default of its option '${name}' is not what its own schema wants: it ${message}`,
    {
      actor,
      hint: "That is for the author of the plugin to mend; until then, give the option a value.",
    },
  );
}

function pathOf(pointer: string): readonly string[] {
  return pointer.split("/").slice(1).map(unescapePointer);
}

function compile(schema: JsonSchema, actor: string, options: AjvOptions): ReturnType<Ajv2020["compile"]> {
  return compileWith(createValidator(options), schema, actor);
}

function createValidator(options: AjvOptions): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    // What is no keyword was misspelt, and a default that would not count would mislead; all else is for authors to decide.
    strictSchema: true,
    strictTypes: false,
    strictTuples: false,
    // Formats describe; JSON Schema leaves it to everybody whether they are checked.
    validateFormats: false,
    verbose: true,
    ...options,
  });
  ajv.addVocabulary(annotations);
  return ajv;
}

/** @throws `PLUGIN_INVALID` */
function compileWith(ajv: Ajv2020, schema: JsonSchema, actor: string): ReturnType<Ajv2020["compile"]> {
  ajv.addVocabulary(ownKeywords(schema).filter((keyword) => !Object.hasOwn(ajv.RULES.keywords, keyword)));
  try {
    return ajv.compile(schema);
  } catch (error) {
    const { $schema: dialect } = schema;
    const isOther = typeof dialect === "string" && !dialect.includes("2020-12");
    const message = error instanceof Error ? error.message : String(error);
    throw new SluiceError(
      "PLUGIN_INVALID",
      isOther
        ? `the schema of its options is written for ${dialect}, but must be JSON Schema 2020-12`
        : `the schema of its options is no JSON Schema: ${message}`,
      { actor, cause: error },
    );
  }
}

/** Keywords of a schema, at any depth, that begin with `x-`: annotations of whoever wrote it. */
function ownKeywords(schema: Json): readonly string[] {
  const found = new Set<string>();
  const walk = (value: Json): void => {
    if (typeof value !== "object" || value === null || isExactNumber(value)) return;
    for (const [key, each] of Object.entries(value)) {
      if (/^x-[\w-]*$/.test(key)) found.add(key);
      walk(each);
    }
  };
  walk(schema);
  return [...found];
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
  const telling = errors.filter(
    (error) =>
      (!["if", "oneOf", "anyOf"].includes(error.keyword) || isAmbiguous(error)) &&
      // The schema of a key says it first, and then once more as `propertyNames`.
      (error.propertyName === undefined || error.keyword === "propertyNames"),
  );
  const choices = errors.filter(({ keyword }) => keyword === "oneOf" || keyword === "anyOf");
  const joined = choices.reduce<readonly ErrorObject[]>(
    (left, { instancePath }) => joinBranches(left, instancePath),
    telling,
  );
  const mistyped = new Set(joined.flatMap(({ keyword, instancePath }) => (keyword === "type" ? [instancePath] : [])));
  return joined.filter(({ keyword, instancePath }) => keyword !== "enum" || !mistyped.has(instancePath));
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
  const type = [...new Set(types.flatMap((error) => (error.params as { type: string | string[] }).type))];
  const joined = { ...first, params: { type }, message: `must be ${type.join(" or ")}` };
  return errors.filter((error) => !others.includes(error)).map((error) => (error === first ? joined : error));
}

function explain(error: ErrorObject): SchemaFault {
  const path = pathOf(error.instancePath);
  const params = error.params as Readonly<Record<string, unknown>>;
  const text = error.message ?? "is wrong";
  switch (error.keyword) {
    case "additionalProperties":
    case "unevaluatedProperties": {
      const key = String(params["additionalProperty"] ?? params["unevaluatedProperty"]);
      return { kind: "unknown-key", path: [...path, key], text: "is unknown", known: knownKeys(error) };
    }
    case "propertyNames":
      return { kind: "name", path: [...path, String(params["propertyName"])], text: "cannot be a name", known: [] };
    case "required":
      return { kind: "missing-key", path: [...path, String(params["missingProperty"])], text: "is missing", known: [] };
    case "enum":
    case "const": {
      const known = (params["allowedValues"] ?? [params["allowedValue"]]) as unknown[];
      return { kind: "choice", path, text: `must be one of: ${known.join(", ")}`, known: known.map(String) };
    }
    case "type":
      return { kind: "type", path, text, known: [params["type"]].flat().map(String) };
    case "minLength":
    case "minItems":
    case "minProperties":
      return { kind: "other", path, text: params["limit"] === 1 ? "must not be empty" : text, known: [] };
    case "not":
      return { kind: "other", path, text: exclusion(error) ?? text, known: [] };
    case "pattern": {
      const said: unknown = error.parentSchema?.["patternErrorMessage"];
      return { kind: "other", path, text: typeof said === "string" ? said : text, known: [] };
    }
    default:
      return { kind: "other", path, text, known: [] };
  }
}

/** What a schema forbids, when that is keys that stand together. */
function exclusion({ schema }: ErrorObject): string | undefined {
  const together: unknown = (schema as { readonly required?: unknown } | undefined)?.required;
  if (!Array.isArray(together) || together.length < 2) return undefined;
  return `must not have ${together.map((key) => `'${String(key)}'`).join(" and ")} together`;
}

function knownKeys({ parentSchema }: ErrorObject): readonly string[] {
  return Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {});
}

function unescapePointer(text: string): string {
  return text.replaceAll("~1", "/").replaceAll("~0", "~");
}
