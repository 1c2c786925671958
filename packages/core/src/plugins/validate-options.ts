import { SluiceError, type JsonObject, type JsonSchema } from "@sluice/contracts";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";

/** Something that does not follow a schema. */
export interface OptionFault {
  readonly message: string;
  /** Keys and indexes that lead to it. */
  readonly path: readonly string[];
  readonly hint?: string;
}

/** Checks a value against a schema and fills in defaults. The value itself stays as it is. @throws `PLUGIN_INVALID` for a schema that is none */
export function validateOptions(
  schema: JsonSchema,
  options: JsonObject,
  actor: string,
): { readonly value: JsonObject; readonly faults: readonly OptionFault[] } {
  const validate = compile(schema, actor);
  const value = structuredClone(options);
  if (validate(value)) return { value, faults: [] };
  return { value, faults: (validate.errors ?? []).filter(isTelling).map(explain) };
}

function compile(schema: JsonSchema, actor: string): ReturnType<Ajv2020["compile"]> {
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, strict: true, allowUnionTypes: true });
  ajv.addVocabulary(["x-secret", "x-path"]);
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

/** Errors that only repeat what the errors below them say are left out. */
function isTelling({ keyword }: ErrorObject): boolean {
  return !["if", "oneOf", "anyOf", "not"].includes(keyword) || keyword === "not";
}

function explain(error: ErrorObject): OptionFault {
  const path = error.instancePath.split("/").slice(1).map(unescapePointer);
  const at = path.length === 0 ? "" : `'${path.join(".")}' `;
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case "additionalProperties":
    case "unevaluatedProperties": {
      const key = String(params["additionalProperty"] ?? params["unevaluatedProperty"]);
      return { message: `unknown option '${[...path, key].join(".")}'`, path: [...path, key] };
    }
    case "required":
      return { message: `option '${[...path, String(params["missingProperty"])].join(".")}' is missing`, path };
    case "enum":
      return { message: `${at}must be one of: ${(params["allowedValues"] as unknown[]).join(", ")}`, path };
    default:
      return { message: `${at}${error.message ?? "is wrong"}`, path };
  }
}

function unescapePointer(text: string): string {
  return text.replaceAll("~1", "/").replaceAll("~0", "~");
}
