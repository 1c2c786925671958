import type { PluginState } from "@sluice/core/host";
import type { CatalogueExtension, ExtensionCatalogue } from "../plugins/extension-catalogue.ts";

/** What plugins provide once they are loaded. Those that were left out may have provided anything. */
export function loadedCatalogue(listed: ExtensionCatalogue, states: readonly PluginState[]): ExtensionCatalogue {
  const extensions = states.flatMap(({ name: plugin, extensions: provided = [] }) =>
    provided.map(
      ({
        point,
        name,
        purpose = "",
        stability = "experimental",
        schema,
        capabilities,
        deprecated,
      }): CatalogueExtension & {
        readonly point: string;
      } => ({
        point,
        name,
        purpose,
        stability,
        plugin,
        ...(schema && { schema }),
        ...(capabilities && { capabilities }),
        ...(deprecated !== undefined && { deprecated }),
      }),
    ),
  );
  return {
    points: () => listed.points(),
    extensions: (point) => extensions.filter((each) => each.point === point),
    unlisted: states.filter(({ error }) => error !== undefined).map(({ name }) => name),
  };
}
