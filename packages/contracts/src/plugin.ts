import type { SluiceContext } from "./context.ts";
import type { ExtensionDetails } from "./extension-details.ts";
import type { ExtensionPoint } from "./extension-point.ts";
import type { HookMap, HookName, HookOrder } from "./hooks.ts";
import type { JsonObject } from "./json.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { Logger } from "./logger.ts";
import type { Report } from "./report.ts";

/** A bundle of extensions. */
export interface Plugin {
  /** Unique; packages are called `sluice-plugin-{name}`. */
  readonly name: string;
  /** Semantic version of the plugin. */
  readonly version: string;
  /** Range of engine versions that it works with, such as `^1`. */
  readonly engine: string;
  /** What it is for, in one sentence. */
  readonly purpose?: string;
  /** Names of plugins that must be set up before it; their public objects are reached through `host.plugin`. */
  readonly requires?: readonly string[];
  /** Its own options, which `host.options` has with defaults applied. Without a schema it takes none. */
  readonly schema?: JsonSchema;
  /** What to use instead; makes the plugin deprecated. */
  readonly deprecated?: string;
  /** Registers everything. What it returns is the plugin's public object. */
  setup(host: PluginHost): unknown;
}

/** What a plugin registers itself with. Everything is undone when the plugin's scope ends: with the engine, or with the run that it was given to. */
export interface PluginHost {
  /** Provides an implementation under a name. @throws `PLUGIN_DUPLICATE`, `PLUGIN_API` when the point has another version here */
  provide<T>(point: ExtensionPoint<T>, name: string, implementation: T, details?: ExtensionDetails): void;
  /** Adds a hook. @throws `PLUGIN_INVALID` for a name that no hook has */
  hook<Name extends HookName>(name: Name, handler: HookMap[Name], options?: HookOptions): void;
  /** Listens to reports of a type, from hooks and from beside jobs; `*` is all types. What a handler throws changes nothing. */
  on(type: string, handler: (report: Report) => void | Promise<void>): void;
  /** Sends a message the other way: to whoever listens on the `reporter` of a firing, or of all firings when `to` is absent. */
  send(message: {
    readonly type: string;
    readonly data: JsonObject;
    readonly run?: string;
    readonly to?: string;
  }): void;
  /** Runs when the scope ends, last registered first. */
  onDispose(dispose: () => void | Promise<void>): void;
  /** The plugin's own options, validated, with defaults applied. */
  readonly options: JsonObject;
  readonly logger: Logger;
  /** The engine. Its managers are there from its opening on, not yet during `setup`. */
  readonly context: SluiceContext;
  /** The public object of a plugin named in `requires`. @throws `PLUGIN_MISSING` */
  plugin(name: string): unknown;
}

/** How a hook is added. */
export interface HookOptions {
  /** Default: `normal`. */
  readonly order?: HookOrder;
  /** What it does, in one sentence; shown by `sluice plugin show`. */
  readonly description?: string;
}

/** Declares a plugin; gives editors its type. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
