import type { Json } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import { checkedOptions } from "./checked-options.ts";
import type { ConfigDocument } from "./config-document.ts";
import type { ConfigFile } from "./config-file.ts";
import { setAt } from "./read-texts.ts";

/**
 * Checks the options of plugins whose manifests have a schema for them, and fills in defaults; those of others are checked when the
 * plugins are loaded. Faults go to the document.
 */
export async function checkPlugins(
  document: ConfigDocument,
  file: ConfigFile,
  sources: readonly PluginSource[],
): Promise<void> {
  for (const [at, entry] of (file.plugins ?? []).entries()) {
    if (typeof entry === "string" || entry.enabled === false) continue;
    const { plugin, options = {} } = entry;
    const source = sources.find(
      ({ name, reference }) => reference === plugin || name === plugin || `sluice-plugin-${name}` === plugin,
    );
    const schema = source?.manifest?.schema;
    if (source === undefined || typeof schema !== "object") continue;
    const path = ["plugins", String(at)];
    const optionsPath = [...path, "options"];
    const namePath = [...path, "plugin"];
    const actor = `plugin ${source.name}`;
    const checked = await checkedOptions(document, { actor, schema, options, namePath, optionsPath });
    if (checked !== undefined) setAt(file as unknown as Json, optionsPath, checked);
  }
}
