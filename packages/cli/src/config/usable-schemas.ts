import { formatError } from "@sluice/contracts";
import { builtinPlugin, bundledPlugins } from "../plugins/bundled-plugins.ts";
import type { CatalogueExtension, ExtensionCatalogue } from "../plugins/extension-catalogue.ts";

/**
 * A catalogue whose schemas can be parts of a whole. One that is none would spoil all of it: such an extension is told of, and takes any
 * options.
 */
export async function usableSchemas(
  catalogue: ExtensionCatalogue,
  warn: (text: string) => void,
): Promise<ExtensionCatalogue> {
  const { schemaError } = await import("@sluice/core/options");
  const bundled = [builtinPlugin, ...bundledPlugins()].map(({ name }) => name);
  const usable = (point: string, extension: CatalogueExtension): CatalogueExtension => {
    const { name, plugin, schema } = extension;
    if (schema === undefined || bundled.includes(plugin)) return extension;
    const fault = schemaError(schema, `plugin ${plugin}: ${point} ${name}`);
    if (fault === undefined) return extension;
    warn(formatError(fault));
    return { ...extension, schema: { type: "object" } };
  };
  const checked = new Map(
    catalogue.points().map(({ id }) => [id, catalogue.extensions(id).map((each) => usable(id, each))] as const),
  );
  return { ...catalogue, extensions: (point) => checked.get(point) ?? [] };
}
