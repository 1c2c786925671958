import { SluiceError, type ExtensionPoint } from "@sluice/contracts";

/** Everything that plugins provided, by point and name. */
export interface Registry {
  /** @throws `PLUGIN_DUPLICATE` when the name is taken at that point */
  add<T>(point: ExtensionPoint<T>, name: string, implementation: T, plugin: string): Disposable;
  /** @throws `PLUGIN_MISSING` naming what there is instead */
  get<T>(point: ExtensionPoint<T>, name: string): T;
  all<T>(point: ExtensionPoint<T>): ReadonlyMap<string, T>;
}

/** Makes an empty registry. Points are matched by id, so that two copies of the contracts agree. */
export function createRegistry(): Registry {
  const points = new Map<string, Map<string, { readonly implementation: unknown; readonly plugin: string }>>();
  return {
    add(point, name, implementation, plugin) {
      const names = points.get(point.id) ?? new Map<string, { implementation: unknown; plugin: string }>();
      points.set(point.id, names);
      const taken = names.get(name);
      if (taken) {
        throw new SluiceError(
          "PLUGIN_DUPLICATE",
          `plugins ${taken.plugin} and ${plugin} both provide ${point.id} '${name}'`,
          { actor: `plugin ${plugin}` },
        );
      }
      names.set(name, { implementation, plugin });
      return { [Symbol.dispose]: () => void names.delete(name) };
    },
    get<T>(point: ExtensionPoint<T>, name: string): T {
      const found = points.get(point.id)?.get(name);
      if (!found) {
        const known = [...(points.get(point.id)?.keys() ?? [])];
        throw new SluiceError("PLUGIN_MISSING", `no plugin provides ${point.id} '${name}'`, {
          hint: known.length > 0 ? `There is: ${known.join(", ")}.` : undefined,
        });
      }
      return found.implementation as T;
    },
    all<T>(point: ExtensionPoint<T>): ReadonlyMap<string, T> {
      const names = points.get(point.id) ?? new Map<string, { implementation: unknown }>();
      return new Map([...names].map(([name, { implementation }]) => [name, implementation as T]));
    },
  };
}
