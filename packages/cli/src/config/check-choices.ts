import { isSluiceError, SluiceError, type Json, type JsonObject } from "@sluice/contracts";
import type { ExtensionCatalogue } from "../plugins/extension-catalogue.ts";
import { meant } from "./check-structure.ts";
import { choicesOf, type ConfigChoice } from "./choices.ts";
import type { ConfigDocument } from "./config-document.ts";
import type { ConfigFile } from "./config-file.ts";
import { readTexts, setAt, valueAt } from "./read-texts.ts";

/**
 * Checks the extensions that a file names, and their options, as far as they are known without loading anything, and fills in
 * defaults of options. Faults and warnings go to the document.
 */
export async function checkChoices(
  document: ConfigDocument,
  file: ConfigFile,
  catalogue: ExtensionCatalogue,
): Promise<void> {
  for (const choice of choicesOf(file)) {
    const { point, type, namePath, optionsPath } = choice;
    const known = catalogue.extensions(point);
    const extension = known.find(({ name }) => name === type);
    if (!extension) {
      if (catalogue.unlisted.length > 0) continue;
      const names = known.map(({ name }) => name);
      document.fault(namePath, `there is no ${point} '${type}'`, { hint: meant(type, names) });
      continue;
    }
    if (extension.deprecated !== undefined) {
      document.warn(namePath, `${point} '${type}' is deprecated`, extension.deprecated);
    }
    const options = await checkedOptions(document, choice, extension.schema);
    if (options !== undefined && valueAt(file as unknown as Json, optionsPath.slice(0, -1)) instanceof Object) {
      setAt(file as unknown as Json, optionsPath, options);
    }
  }
}

/** The options with defaults; undefined when they are wrong. */
async function checkedOptions(
  document: ConfigDocument,
  { point, type, options, namePath, optionsPath }: ConfigChoice,
  schema: JsonObject | undefined,
): Promise<JsonObject | undefined> {
  const { plainDefaults, optionError, validateOptions } = await import("@sluice/core/options");
  const actor = `${point} ${type}`;
  const none: JsonObject = { type: "object", properties: {}, additionalProperties: false };
  const usual = plainDefaults(schema ?? none, options);
  if (usual) return usual;
  try {
    const { value, faults } = readTexts(
      options,
      (given) => validateOptions(schema ?? none, given, actor),
      (path) => document.isReplaced([...optionsPath, ...path]),
    );
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
