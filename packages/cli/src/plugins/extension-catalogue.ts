import type { JsonSchema, Stability } from "@sluice/contracts";
import { builtinPlugin, type ListedPlugin } from "./bundled-plugins.ts";
import { extensionPoints } from "./extension-points.ts";

/** What plugins provide, as their manifests say it: no plugin is loaded. */
export interface ExtensionCatalogue {
  /** The extension points of the contracts, and those that only plugins know, by id. */
  points(): readonly CataloguePoint[];
  /** What there is at a point, in the order of the plugins. */
  extensions(point: string): readonly CatalogueExtension[];
  /** Names of plugins without a manifest: what they provide shows only when they are loaded. */
  readonly unlisted: readonly string[];
}

/** An extension point. */
export interface CataloguePoint {
  readonly id: string;
  readonly purpose: string;
  readonly stability: Stability;
  /** Name of the implementation that is used when nothing names one. */
  readonly default?: string;
  readonly apiVersion: number;
  /** What an implementation may claim, each with its meaning. */
  readonly capabilities?: Readonly<Record<string, string>>;
}

/** An extension. */
export interface CatalogueExtension {
  readonly name: string;
  readonly purpose: string;
  readonly stability: Stability;
  /** Name of the plugin that provides it. */
  readonly plugin: string;
  readonly schema?: JsonSchema;
  /** What to use instead. */
  readonly deprecated?: string;
  readonly capabilities?: readonly string[];
}

/** Reads the manifests of plugins, besides that of the built-in one, into a catalogue. A plugin that says to replace another's extension does so here, too. */
export function extensionCatalogue(sources: readonly ListedPlugin[]): Promise<ExtensionCatalogue> {
  const points = new Map<string, CataloguePoint>(
    [...extensionPoints].map(([id, { type: _type, ...point }]) => [id, point]),
  );
  const found = new Map<string, CatalogueExtension[]>();
  for (const source of [builtinPlugin, ...sources]) {
    for (const extension of source.fault === undefined ? (source.manifest?.extensions ?? []) : []) {
      const { point, name, purpose, capabilities } = extension;
      if (!points.has(point)) points.set(point, foreignPoint(point, extension.apiVersion, source.name));
      const deprecated = extension.deprecated ?? source.manifest?.deprecated;
      const own = found.get(point) ?? [];
      const isReplacing = source.overrides?.includes(`${point}/${name}`) === true;
      if (isReplacing) {
        const at = own.findIndex((each) => each.name === name);
        if (at !== -1) own.splice(at, 1);
      }
      own.push({
        name,
        purpose,
        plugin: source.name,
        stability: deprecated === undefined ? (extension.stability ?? stabilityOf(points, point)) : "deprecated",
        ...(typeof extension.schema === "object" && { schema: extension.schema }),
        ...(deprecated !== undefined && { deprecated }),
        ...(capabilities && { capabilities }),
      });
      found.set(point, own);
    }
  }
  return Promise.resolve({
    points: () => [...points.values()],
    extensions: (point) => found.get(point) ?? [],
    unlisted: sources.filter((source) => !source.manifest && !source.fault).map(({ name }) => name),
  });
}

function stabilityOf(points: ReadonlyMap<string, CataloguePoint>, point: string): Stability {
  return points.get(point)?.stability ?? "experimental";
}

/** A point that a plugin declares for others. */
function foreignPoint(id: string, apiVersion: number, plugin: string): CataloguePoint {
  return { id, apiVersion, purpose: `Known to plugin ${plugin} only.`, stability: "experimental" };
}
