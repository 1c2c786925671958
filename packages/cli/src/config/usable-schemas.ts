import { formatError, type JsonSchema } from "@sluice/contracts";
import { extensionSections } from "./extension-sections.ts";
import { builtinPlugin, bundledPlugins, type ListedPlugin } from "../plugins/bundled-plugins.ts";
import type { ExtensionCatalogue } from "../plugins/extension-catalogue.ts";

/** What a schema of a whole is composed of. */
interface Parts {
  readonly catalogue: ExtensionCatalogue;
  readonly plugins: readonly ListedPlugin[];
}

/**
 * The same, with schemas that can be parts of a whole. One that is none would spoil all of it: it is told of, and any options are taken in
 * its place.
 */
export async function usableSchemas({ catalogue, plugins }: Parts, warn: (text: string) => void): Promise<Parts> {
  const { createSchemaChecker } = await import("@sluice/core/options");
  const check = createSchemaChecker();
  const bundled = [builtinPlugin, ...bundledPlugins()].map(({ name }) => name);
  const isUsable = (schema: JsonSchema | string | undefined, plugin: string, actor: string): boolean => {
    if (typeof schema !== "object" || bundled.includes(plugin)) return true;
    const fault = check(schema, actor);
    if (fault) warn(formatError(fault));
    return fault === undefined;
  };
  const any: JsonSchema = { type: "object" };
  const composed = Object.values(extensionSections).map(({ point }) => point);
  const extensions = composed.map((id) => {
    const checked = catalogue.extensions(id).map((each) => {
      const { name, plugin, schema } = each;
      return isUsable(schema, plugin, `plugin ${plugin}: ${id} ${name}`) ? each : { ...each, schema: any };
    });
    return [id, checked] as const;
  });
  const checked = new Map(extensions);
  return {
    catalogue: { ...catalogue, extensions: (point) => checked.get(point) ?? catalogue.extensions(point) },
    plugins: plugins.map((plugin) => {
      const { name, manifest } = plugin;
      const isFine = manifest === undefined || isUsable(manifest.schema, name, `plugin ${name}`);
      return isFine ? plugin : { ...plugin, manifest: { ...manifest, schema: any } };
    }),
  };
}
