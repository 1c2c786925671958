import { isPluginName, SluiceError, type Plugin } from "@sluice/contracts";
import { engineFault, manifestFault } from "./manifest-fault.ts";
import type { PluginSource } from "./plugin-source.ts";

const howToExport =
  "A plugin is what definePlugin({ name, version, engine, setup }) gives, as the default export of its module.";

/** Checks what a module gave as its plugin. @throws `PLUGIN_INVALID`, `PLUGIN_ENGINE` */
export function checkPlugin(value: unknown, source: string, engineVersion: string): Plugin {
  if (value === undefined) {
    throw new SluiceError("PLUGIN_INVALID", "its module has no default export", {
      actor: `plugin ${source}`,
      hint: howToExport,
    });
  }
  const plugin = (typeof value === "object" && value !== null ? value : {}) as Partial<Plugin>;
  const actor = `plugin ${typeof plugin.name === "string" && plugin.name !== "" ? plugin.name : source}`;
  const faults = [
    [isText(plugin.name) && isPluginName(plugin.name as string), "a name of letters, digits, '-', '_', '.' and '~'"],
    [isText(plugin.version), "a version"],
    [isText(plugin.engine), "a range of engine versions, 'engine'"],
    [typeof plugin.setup === "function", "a function 'setup'"],
    [plugin.schema === undefined || isObject(plugin.schema), "a JSON Schema of its options, or none, as 'schema'"],
    [plugin.requires === undefined || isTextList(plugin.requires), "a list of names as 'requires'"],
  ] as const;
  const missing = faults.filter(([there]) => !there).map(([, what]) => what);
  if (missing.length > 0) {
    throw new SluiceError("PLUGIN_INVALID", `it needs ${missing.join(", ")}`, {
      actor,
      hint: howToExport,
    });
  }
  const whole = plugin as Plugin;
  checkEngine(whole.engine, actor, engineVersion);
  return whole;
}

/** Checks what is known before anything is loaded. @throws what is wrong with the source, `PLUGIN_ENGINE` or `PLUGIN_API` */
export function checkSource({ name, fault, manifest }: PluginSource, engineVersion: string): void {
  const found = fault ?? (manifest && manifestFault(manifest, name, engineVersion));
  if (found) throw found;
}

/** A plugin must be the one that its package promises. @throws `PLUGIN_INVALID` */
export function checkName(plugin: Plugin, source: PluginSource): void {
  const promised = source.manifest?.name;
  if (promised === undefined || promised === plugin.name) return;
  throw new SluiceError("PLUGIN_INVALID", `its package calls it '${promised}', but it calls itself '${plugin.name}'`, {
    actor: `plugin ${promised}`,
    hint: "Both must be the same: set the name in package.json#sluice, or in definePlugin.",
  });
}

function checkEngine(range: string, actor: string, engineVersion: string): void {
  const fault = engineFault(range, actor, engineVersion);
  if (fault) throw fault;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
