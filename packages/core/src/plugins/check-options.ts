import { SluiceError, SluiceErrorList, type JsonObject, type JsonSchema } from "@sluice/contracts";
import { plainDefaults } from "./plain-schema.ts";
import { optionError, type Locate } from "./schema-fault.ts";

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
  const usual = plainDefaults(schema, options);
  if (usual) return usual;
  const { validateOptions } = await import("./validate-options.ts");
  const { value, faults } = validateOptions(schema, options, actor);
  const [first, ...rest] = faults.map((fault) => optionError({ fault, actor, locate }));
  if (first) throw rest.length === 0 ? first : new SluiceErrorList([first, ...rest]);
  return value;
}
