import { SluiceError, SluiceErrorList, type JsonObject, type JsonSchema, type SourcePosition } from "@sluice/contracts";
import type { SchemaFault } from "./validate-options.ts";

/** Where a part of some options stands: the key, or the value (the default). The path is made of keys and indexes. */
export type Locate = (path: readonly string[], part?: "key" | "value") => SourcePosition | undefined;

/** Options to be checked. */
export interface OptionsInput {
  /** Without a schema there are no options. */
  readonly schema: JsonSchema | undefined;
  readonly options: JsonObject;
  /** Whose options they are, such as `plugin metrics` or `connector docker`. */
  readonly actor: string;
  readonly locate?: Locate | undefined;
}

/**
 * The options with the defaults of their schema.
 * @throws `PLUGIN_OPTIONS` with everything that is wrong, and `PLUGIN_INVALID` when the schema is none
 */
export async function checkOptions(input: OptionsInput): Promise<JsonObject> {
  const { schema, options, actor, locate } = input;
  if (schema === undefined) {
    const [first] = Object.keys(options);
    if (first === undefined) return options;
    throw new SluiceError("PLUGIN_OPTIONS", `it takes no options, but '${first}' is given`, {
      actor,
      position: locate?.([first], "key"),
    });
  }
  if (isSilent(schema, options)) return options;
  const { validateOptions } = await import("./validate-options.ts");
  const { value, faults } = validateOptions(schema, options, actor);
  const [first, ...rest] = faults.map((fault) => optionError(fault, actor, locate));
  if (first) throw rest.length === 0 ? first : new SluiceErrorList([first, ...rest]);
  return value;
}

function optionError(fault: SchemaFault, actor: string, locate: Locate | undefined): SluiceError {
  const isUnknown = fault.kind === "unknown-key";
  return new SluiceError("PLUGIN_OPTIONS", optionMessage(fault), {
    actor,
    position: locate?.(fault.path, isUnknown ? "key" : "value"),
    ...(isUnknown && fault.known.length > 0 && { hint: `It takes: ${fault.known.join(", ")}.` }),
  });
}

/** What is wrong with an option, as a sentence. */
function optionMessage({ kind, path, text }: SchemaFault): string {
  const name = path.join(".");
  if (kind === "unknown-key") return `unknown option '${name}'`;
  return name === "" ? `the options: ${text}` : `option '${name}' ${text}`;
}

/** No options, and a schema that neither fills in nor demands any: the validator, which is large, need not be loaded. */
function isSilent(schema: JsonSchema, options: JsonObject): boolean {
  return (
    Object.keys(options).length === 0 && !/"(?:default|required|minProperties|\$ref)":/.test(JSON.stringify(schema))
  );
}
