import type { ExtensionDetails } from "./extension-details.ts";
import type { HookName } from "./hooks.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { Plugin } from "./plugin.ts";

/**
 * What a plugin says of itself without being loaded: the key `sluice` in the `package.json` of its package. Name and
 * version are the package's unless `name` says otherwise.
 */
export interface PluginManifest {
  /** Name of the plugin. Default: what {@link pluginName} makes of the package's name. */
  readonly name?: string;
  /** The module whose default export is the plugin, relative to the package. */
  readonly module: string;
  /** What the plugin is for, in one sentence. */
  readonly purpose: string;
  /** Range of engine versions that it works with, such as `^1`. */
  readonly engine: string;
  readonly requires?: readonly string[];
  readonly extensions?: readonly ManifestExtension[];
  readonly hooks?: readonly ManifestHook[];
  /** The JSON Schema of the plugin's own options, or the file that has it, relative to the package. */
  readonly schema?: string | JsonSchema;
  /** What to use instead; makes the whole plugin deprecated. */
  readonly deprecated?: string;
}

/** An extension that a plugin provides. */
export interface ManifestExtension extends Omit<ExtensionDetails, "schema" | "purpose"> {
  /** Id of the extension point. */
  readonly point: string;
  /** Version of the extension point's contract that it was made for. */
  readonly apiVersion: number;
  readonly name: string;
  readonly purpose: string;
  /** The JSON Schema of its options, or the file that has it, relative to the package. */
  readonly schema?: string | JsonSchema;
}

/** A hook that a plugin adds. */
export interface ManifestHook {
  readonly name: HookName;
  /** What it does with it, in one sentence. */
  readonly description: string;
}

/** What a manifest says of an extension; nothing for one that it does not name. Schemas that are still files are left out. */
export function manifestDetails(manifest: PluginManifest | undefined, point: string, name: string): ExtensionDetails {
  const found = manifest?.extensions?.find((each) => each.point === point && each.name === name);
  if (!found) return {};
  const { point: _point, name: _name, apiVersion: _apiVersion, schema, ...details } = found;
  return { ...details, ...(schema !== undefined && typeof schema !== "string" && { schema }) };
}

/** The name of a plugin by that of its package: `sluice-plugin-x` and `@scope/sluice-plugin-x` are `x`; other packages keep their names whole. */
export function pluginName(packageName: string): string {
  return packageName.replace(/^(?:@[^/]+\/)?sluice-plugin-/, "");
}

/** Whether a plugin may be called so: by the rules of npm for names of packages, but in letters of either case. */
export function isPluginName(name: string): boolean {
  return (
    name.length <= 214 && /^(?:@[\w~-][\w.~-]*\/)?[A-Za-z0-9~-][\w.~-]*$/.test(name) && !(name in Object.prototype)
  );
}

/** The parts of a plugin's `package.json` that say what it is. */
export interface PluginPackage {
  readonly name: string;
  readonly version: string;
  readonly sluice: PluginManifest;
}

/**
 * What a plugin says of itself, from its `package.json`, so that it is written once:
 * `definePlugin({ ...aboutPlugin(about), setup(host) { … } })`. Schemas that are still files are left out: whoever loads the package reads them.
 */
export function aboutPlugin({ name, version, sluice }: PluginPackage): Omit<Plugin, "setup"> {
  const { engine, purpose, requires, schema, deprecated } = sluice;
  return {
    name: sluice.name ?? pluginName(name),
    version,
    engine,
    purpose,
    ...(requires && { requires }),
    ...(schema !== undefined && typeof schema !== "string" && { schema }),
    ...(deprecated !== undefined && { deprecated }),
  };
}
