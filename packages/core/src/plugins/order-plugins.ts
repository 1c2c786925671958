import { SluiceError } from "@sluice/contracts";

/** What is known of a plugin before it is set up. */
export interface Required {
  readonly name: string;
  readonly requires: readonly string[];
}

/** Plugins in an order in which they can be set up, and why some cannot. */
export interface PluginOrder<Each extends Required> {
  readonly ordered: readonly Each[];
  readonly left: readonly { readonly plugin: Each; readonly error: SluiceError }[];
}

/**
 * Puts what is required first, else keeps the order.
 * @param there - whether a plugin that is not among `plugins` is there already
 * @param broken - whether one that is not among them was left out
 */
export function orderPlugins<Each extends Required>(
  plugins: readonly Each[],
  there: (name: string) => boolean,
  broken: (name: string) => boolean = () => false,
): PluginOrder<Each> {
  const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]));
  const errors = new Map<Each, SluiceError>();
  const ordered: Each[] = [];
  const fail = (plugin: Each, code: "PLUGIN_CYCLE" | "PLUGIN_MISSING", message: string): boolean => {
    errors.set(plugin, new SluiceError(code, message, { actor: `plugin ${plugin.name}` }));
    return false;
  };
  const visit = (plugin: Each, trail: readonly string[]): boolean => {
    if (ordered.includes(plugin)) return true;
    if (errors.has(plugin)) return false;
    if (trail.includes(plugin.name)) {
      const circle = [...trail.slice(trail.indexOf(plugin.name)), plugin.name].join(" → ");
      for (const name of trail.slice(trail.indexOf(plugin.name))) {
        fail(byName.get(name) as Each, "PLUGIN_CYCLE", `plugins require each other: ${circle}`);
      }
      return false;
    }
    for (const name of plugin.requires) {
      const required = byName.get(name);
      if (!required && !there(name)) {
        const why = broken(name) ? "was left out" : "is not there";
        return fail(plugin, "PLUGIN_MISSING", `it requires plugin '${name}', which ${why}`);
      }
      if (required && !visit(required, [...trail, plugin.name])) {
        return errors.has(plugin)
          ? false
          : fail(plugin, "PLUGIN_MISSING", `it requires plugin '${name}', which was left out`);
      }
    }
    ordered.push(plugin);
    return true;
  };
  for (const plugin of plugins) visit(plugin, []);
  return { ordered, left: [...errors].map(([plugin, error]) => ({ plugin, error })) };
}
