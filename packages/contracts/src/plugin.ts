import type { ExtensionPoint } from "./extension-point.ts";
import type { HookMap, HookName, HookOrder } from "./hooks.ts";
import type { JsonObject } from "./json.ts";
import type { Logger } from "./logger.ts";

/** A bundle of extensions. */
export interface Plugin {
  /** Unique; packages are called `sluice-plugin-{name}`. */
  readonly name: string;
  /** Semantic version of the plugin. */
  readonly version: string;
  /** Range of engine versions that it works with, such as `^1`. */
  readonly engine: string;
  /** Names of plugins that must be set up before it; their public objects are reached through `host.plugin`. */
  readonly requires?: readonly string[];
  /** Registers everything. What it returns is the plugin's public object. */
  setup(host: PluginHost): unknown;
}

/** What a plugin registers itself with. Everything is undone when the plugin's scope ends. */
export interface PluginHost {
  /** Provides an implementation under a name. @throws `PLUGIN_DUPLICATE` */
  provide<T>(point: ExtensionPoint<T>, name: string, implementation: T): void;
  /** Adds a hook. */
  hook<Name extends HookName>(name: Name, handler: HookMap[Name], options?: { readonly order?: HookOrder }): void;
  /** Runs when the scope ends, last registered first. */
  onDispose(dispose: () => void | Promise<void>): void;
  /** The plugin's own options. */
  readonly options: JsonObject;
  readonly logger: Logger;
  /** The public object of a plugin named in `requires`. @throws `PLUGIN_MISSING` */
  plugin(name: string): unknown;
}

/** Declares a plugin; gives editors its type. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
