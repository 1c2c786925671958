import { isSluiceError, SluiceError, type JsonObject, type JsonSchema } from "@sluice/contracts";
import { meant } from "./check-structure.ts";
import type { ConfigDocument, ConfigPath } from "./config-document.ts";
import { readTexts } from "./read-texts.ts";

/** Options of an extension or a plugin in a configuration file. */
interface OptionsOfFile {
  /** Whose they are, such as `connector docker`. */
  readonly actor: string;
  /** Without a schema there are none. */
  readonly schema: JsonSchema | undefined;
  readonly options: JsonObject;
  /** Where their owner is named. */
  readonly namePath: ConfigPath;
  readonly optionsPath: ConfigPath;
}

/** The schema of who takes no options. */
const none: JsonSchema = { type: "object", properties: {}, additionalProperties: false };

/** The options with defaults; undefined when they are wrong, which the document is told. */
export async function checkedOptions(document: ConfigDocument, input: OptionsOfFile): Promise<JsonObject | undefined> {
  const { actor, schema, options, namePath, optionsPath } = input;
  const { createOptionsValidator, deprecatedOptions, plainDefaults, optionError } =
    await import("@sluice/core/options");
  const usual = plainDefaults(schema ?? none, options);
  if (usual) return usual;
  const validateOptions = (document.validateOptions ??= createOptionsValidator());
  try {
    const { value, faults } = readTexts(
      options,
      (given) => validateOptions(schema ?? none, given, actor),
      (path) => document.isReplaced([...optionsPath, ...path]),
    );
    for (const { path, description: hint } of deprecatedOptions(schema ?? none, options)) {
      document.warn([...optionsPath, ...path], `option '${path.join(".")}' is deprecated`, { hint, actor });
    }
    const locate = document.locate(optionsPath);
    for (const fault of faults) {
      const hint = fault.kind === "unknown-key" ? meant(fault.path.at(-1) ?? "", fault.known) : undefined;
      document.add(optionError({ fault, actor, locate, hint: hint ?? (schema ? undefined : "It takes no options.") }));
    }
    return faults.length === 0 ? value : undefined;
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    // The schema itself is wrong: the fault of whoever wrote it, found where it is used.
    const { code, message, hint } = error;
    document.add(
      new SluiceError(code, message, { actor, hint, position: document.positionOf(namePath), cause: error }),
    );
    return undefined;
  }
}
