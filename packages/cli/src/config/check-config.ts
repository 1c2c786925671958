import type { ExtensionCatalogue } from "../plugins/extension-catalogue.ts";
import type { PluginSource } from "@sluice/core/host";
import { checkChoices } from "./check-choices.ts";
import { checkPlugins } from "./check-plugins.ts";
import { checkReferences } from "./check-references.ts";
import { checkStructure } from "./check-structure.ts";
import { composeSchema, type ConfigKind } from "./compose-schema.ts";
import type { ConfigDocument } from "./config-document.ts";
import type { ConfigFile } from "./config-file.ts";
import { unescapeTexts } from "./unescape-texts.ts";

/**
 * Checks everything in a configuration file against what there is.
 * @returns its values, with defaults of options in place
 * @throws everything that is wrong, with positions
 */
export async function checkConfig(
  document: ConfigDocument,
  kind: ConfigKind,
  catalogue: ExtensionCatalogue,
  sources: readonly PluginSource[],
): Promise<ConfigFile> {
  const schema = composeSchema({ kind, catalogue, options: false });
  const value = await checkStructure(document, schema, kind);
  throwIfFaulty(document, sources);
  const file = value as unknown as ConfigFile;
  await checkPlugins(document, file, sources);
  await checkChoices(document, file, catalogue);
  checkReferences(document, file, catalogue);
  throwIfFaulty(document, sources);
  unescapeTexts(file);
  return file;
}

/** A plugin that is known to be broken may be why something is missing. */
function throwIfFaulty(document: ConfigDocument, sources: readonly PluginSource[]): void {
  if (!document.isFaulty) return;
  for (const { fault } of sources) if (fault) document.add(fault);
  document.throwIfFaulty();
}
