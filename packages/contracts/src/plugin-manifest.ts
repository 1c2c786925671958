import type { ExtensionDetails } from "./extension-details.ts";
import type { HookName } from "./hooks.ts";

/**
 * What a plugin says of itself without being loaded: the key `sluice` in the `package.json` of its package. Name and
 * version are the package's unless `name` says otherwise.
 */
export interface PluginManifest {
  /** Name of the plugin. Default: the package's name without `sluice-plugin-`. */
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
  /** File with the JSON Schema of the plugin's own options, relative to the package. */
  readonly schema?: string;
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
  /** File with the JSON Schema of its options, relative to the package. */
  readonly schema?: string;
}

/** A hook that a plugin adds. */
export interface ManifestHook {
  readonly name: HookName;
  /** What it does with it, in one sentence. */
  readonly description: string;
}
