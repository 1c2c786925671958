import {
  isSluiceError,
  SluiceError,
  type HookMap,
  type HookName,
  type JsonObject,
  type Logger,
  type Plugin,
  type PluginHost,
} from "@sluice/contracts";
import type { HookBus } from "../hooks/index.ts";
import { createRegistry, type Registry } from "./registry.ts";
import { satisfies } from "./version-range.ts";

/** The plugins of one engine. */
export interface PluginSet extends AsyncDisposable {
  readonly registry: Registry;
  /** Versions by name, in the order of their set-up. */
  readonly versions: Readonly<Record<string, string>>;
  /** The public object of a plugin. @throws `PLUGIN_MISSING` */
  plugin(name: string): unknown;
}

/** What plugins are set up with. */
export interface PluginSetInput {
  readonly plugins: readonly Plugin[];
  readonly engineVersion: string;
  readonly hooks: HookBus;
  readonly logger: Logger;
  readonly options?: Readonly<Record<string, JsonObject>>;
}

/** Checks plugins, orders them by what they require and sets them up. @throws coded errors that name the plugin */
export async function setUpPlugins(input: PluginSetInput): Promise<PluginSet> {
  const registry = createRegistry();
  const versions: Record<string, string> = {};
  const publicObjects = new Map<string, unknown>();
  const stack = new AsyncDisposableStack();
  const publicObject = (name: string): unknown => {
    if (publicObjects.has(name)) return publicObjects.get(name);
    throw new SluiceError("PLUGIN_MISSING", `plugin '${name}' is not there`);
  };
  try {
    for (const plugin of inOrder(input.plugins)) {
      check(plugin, input.engineVersion);
      const scope = stack.use(new AsyncDisposableStack());
      const host = hostOf(plugin, input, registry, scope, publicObject);
      try {
        publicObjects.set(plugin.name, await plugin.setup(host));
      } catch (error) {
        if (isSluiceError(error)) throw error;
        const message = error instanceof Error ? error.message : String(error);
        throw new SluiceError("PLUGIN_FAILED", `setup failed: ${message}`, {
          actor: `plugin ${plugin.name}`,
          cause: error,
        });
      }
      versions[plugin.name] = plugin.version;
    }
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
  return { registry, versions, plugin: publicObject, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

function hostOf(
  plugin: Plugin,
  input: PluginSetInput,
  registry: Registry,
  scope: AsyncDisposableStack,
  publicObject: (name: string) => unknown,
): PluginHost {
  return {
    provide: (point, name, implementation) => void scope.use(registry.add(point, name, implementation, plugin.name)),
    hook<Name extends HookName>(name: Name, handler: HookMap[Name], options?: { order?: "pre" | "normal" | "post" }) {
      scope.use(input.hooks.add({ name, handler, plugin: plugin.name, order: options?.order ?? "normal" }));
    },
    onDispose(dispose) {
      scope.defer(async () => dispose());
    },
    options: input.options?.[plugin.name] ?? {},
    logger: input.logger.child({ plugin: plugin.name }),
    plugin(name) {
      if (plugin.requires?.includes(name)) return publicObject(name);
      throw new SluiceError("PLUGIN_MISSING", `plugin '${name}' is not in the list of what it requires`, {
        actor: `plugin ${plugin.name}`,
      });
    },
  };
}

function check(plugin: Plugin, engineVersion: string): void {
  const actor = `plugin ${plugin.name}`;
  if (typeof plugin.name !== "string" || plugin.name === "" || typeof plugin.setup !== "function") {
    throw new SluiceError("PLUGIN_INVALID", "a plugin needs a name, a version, an engine range and a setup function", {
      actor,
    });
  }
  if (!satisfies(engineVersion, plugin.engine)) {
    throw new SluiceError("PLUGIN_ENGINE", `it was made for engine ${plugin.engine}, but this is ${engineVersion}`, {
      actor,
    });
  }
}

/** Required plugins first, else as given. */
function inOrder(plugins: readonly Plugin[]): Plugin[] {
  const byName = new Map<string, Plugin>();
  for (const plugin of plugins) {
    if (byName.has(plugin.name)) {
      throw new SluiceError("PLUGIN_DUPLICATE", `two plugins are called '${plugin.name}'`, {
        actor: `plugin ${plugin.name}`,
      });
    }
    byName.set(plugin.name, plugin);
  }
  const ordered: Plugin[] = [];
  const visit = (plugin: Plugin, trail: readonly string[]): void => {
    if (ordered.includes(plugin)) return;
    if (trail.includes(plugin.name)) {
      throw new SluiceError("PLUGIN_INVALID", `plugins require each other: ${[...trail, plugin.name].join(" → ")}`, {
        actor: `plugin ${plugin.name}`,
      });
    }
    for (const name of plugin.requires ?? []) {
      const required = byName.get(name);
      if (!required) {
        throw new SluiceError("PLUGIN_MISSING", `it requires plugin '${name}', which is not there`, {
          actor: `plugin ${plugin.name}`,
        });
      }
      visit(required, [...trail, plugin.name]);
    }
    ordered.push(plugin);
  };
  for (const plugin of plugins) visit(plugin, []);
  return ordered;
}
