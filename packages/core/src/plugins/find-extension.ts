import type { SluiceContext } from "@sluice/contracts";
import { checkOptions } from "./check-options.ts";
import type { Registry } from "./registry.ts";

/** Makes the lookup of a context: an extension with its options checked. */
export function createExtensionFinder(registry: () => Registry): SluiceContext["extension"] {
  return async ({ point, name, options = {} }) => {
    const { details } = registry().entry(point, name);
    const checked = await checkOptions({ schema: details.schema, options, actor: `${point.id} ${name}` });
    return { implementation: registry().get(point, name), options: checked };
  };
}
