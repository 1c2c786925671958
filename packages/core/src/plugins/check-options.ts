import { SluiceError, SluiceErrorList, type JsonObject, type JsonSchema, type SourcePosition } from "@sluice/contracts";

/** Options to be checked. */
export interface OptionsInput {
  /** Without a schema there are no options. */
  readonly schema: JsonSchema | undefined;
  readonly options: JsonObject;
  /** Whose options they are, such as `plugin metrics` or `connector docker`. */
  readonly actor: string;
  /** Where a part of them stands; the path is made of keys and indexes. */
  readonly locate?: ((path: readonly string[]) => SourcePosition | undefined) | undefined;
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
      position: locate?.([first]),
    });
  }
  if (isSilent(schema, options)) return options;
  const { validateOptions } = await import("./validate-options.ts");
  const { value, faults } = validateOptions(schema, options, actor);
  const [first, ...rest] = faults.map(
    ({ message, path, hint }) =>
      new SluiceError("PLUGIN_OPTIONS", message, {
        actor,
        position: locate?.(path),
        ...(hint !== undefined && { hint }),
      }),
  );
  if (first) throw rest.length === 0 ? first : new SluiceErrorList([first, ...rest]);
  return value;
}

/** No options, and a schema that neither fills in nor demands any: the validator, which is large, need not be loaded. */
function isSilent(schema: JsonSchema, options: JsonObject): boolean {
  return (
    Object.keys(options).length === 0 && !/"(?:default|required|minProperties|\$ref)":/.test(JSON.stringify(schema))
  );
}
