import { SluiceError, type ExtensionDetails, type ExtensionPoint } from "@sluice/contracts";

/** Everything that plugins provided, by point and name. */
export interface Registry {
  /** @throws `PLUGIN_DUPLICATE` when the name is taken at that point and nothing says which wins */
  add(entry: RegistryEntry): Disposable;
  /** @throws `PLUGIN_MISSING` naming what there is instead */
  get<T>(point: ExtensionPoint<T>, name: string): T;
  all<T>(point: ExtensionPoint<T>): ReadonlyMap<string, T>;
  /** What is known of an extension. @throws `PLUGIN_MISSING` */
  entry(point: ExtensionPoint<unknown>, name: string): RegistryEntry;
  /** Everything that is there, in the order of registration. */
  entries(): readonly RegistryEntry[];
}

/** One extension. */
export interface RegistryEntry {
  readonly point: ExtensionPoint<unknown>;
  readonly name: string;
  readonly implementation: unknown;
  /** Name of the plugin that provides it. */
  readonly plugin: string;
  readonly details: ExtensionDetails;
}

/** How a registry is made. */
export interface RegistryOptions {
  /** Where names that are not here are looked for: the registry of the engine, for that of a run. */
  readonly parent?: Registry;
  /** Plugins that win where two provide the same, by `point/name`. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Why something that is missing is missing, if it is known. */
  readonly explain?: (point: string, name: string) => string | undefined;
}

/** Makes an empty registry. Points are matched by id, so that two copies of the contracts agree. */
export function createRegistry({ parent, overrides = {}, explain }: RegistryOptions = {}): Registry {
  const points = new Map<string, Map<string, RegistryEntry>>();
  const namesOf = (point: string): Map<string, RegistryEntry> => {
    const names = points.get(point) ?? new Map<string, RegistryEntry>();
    points.set(point, names);
    return names;
  };
  const all = <T>(point: ExtensionPoint<T>): ReadonlyMap<string, T> => {
    const own = [...(points.get(point.id) ?? [])].map(([name, entry]) => [name, entry.implementation as T] as const);
    return new Map([...(parent?.all(point) ?? []), ...own]);
  };
  const find = (point: ExtensionPoint<unknown>, name: string): RegistryEntry => {
    const found = points.get(point.id)?.get(name);
    if (found) return found;
    if (parent?.all(point).has(name)) return parent.entry(point, name);
    const known = [...all(point).keys()];
    const reason = explain?.(point.id, name);
    throw new SluiceError("PLUGIN_MISSING", `no plugin provides ${point.id} '${name}'`, {
      hint: reason ?? (known.length > 0 ? `There is: ${known.join(", ")}.` : undefined),
    });
  };
  return {
    add(entry) {
      const names = namesOf(entry.point.id);
      const own = names.get(entry.name);
      const taken =
        own ?? (parent?.all(entry.point).has(entry.name) ? parent.entry(entry.point, entry.name) : undefined);
      const winner = overrides[`${entry.point.id}/${entry.name}`];
      if (taken && winner !== entry.plugin) {
        if (winner === taken.plugin) return { [Symbol.dispose]: () => undefined };
        throw new SluiceError(
          "PLUGIN_DUPLICATE",
          `plugins ${taken.plugin} and ${entry.plugin} both provide ${entry.point.id} '${entry.name}'`,
          {
            actor: `plugin ${entry.plugin}`,
            hint: `Say which wins with 'overrides: [${entry.point.id}/${entry.name}]' at its entry in plugins:.`,
          },
        );
      }
      names.set(entry.name, entry);
      return {
        [Symbol.dispose]: () => {
          if (names.get(entry.name) !== entry) return;
          if (own) names.set(entry.name, own);
          else names.delete(entry.name);
        },
      };
    },
    get: <T>(point: ExtensionPoint<T>, name: string): T => find(point, name).implementation as T,
    all,
    entry: find,
    entries: () => [...(parent?.entries() ?? []), ...[...points.values()].flatMap((names) => [...names.values()])],
  };
}
