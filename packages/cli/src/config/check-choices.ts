import type { Json } from "@sluice/contracts";
import type { ExtensionCatalogue } from "../plugins/extension-catalogue.ts";
import { meant } from "./check-structure.ts";
import { checkedOptions } from "./checked-options.ts";
import { choicesOf } from "./choices.ts";
import type { ConfigDocument } from "./config-document.ts";
import type { ConfigFile } from "./config-file.ts";
import { setAt, valueAt } from "./read-texts.ts";

/**
 * Checks the extensions that a file names, and their options, as far as they are known without loading anything, and fills in
 * defaults of options. Faults and warnings go to the document.
 */
export async function checkChoices(
  document: ConfigDocument,
  file: ConfigFile,
  catalogue: ExtensionCatalogue,
): Promise<void> {
  for (const choice of choicesOf(file)) {
    const { point, type, namePath, optionsPath } = choice;
    const known = catalogue.extensions(point);
    const extension = known.find(({ name }) => name === type);
    if (!extension) {
      if (catalogue.unlisted.length > 0) continue;
      const names = known.map(({ name }) => name);
      document.fault(namePath, `there is no ${point} '${type}'`, { hint: meant(type, names) });
      continue;
    }
    if (extension.deprecated !== undefined) {
      document.warn(namePath, `${point} '${type}' is deprecated`, { hint: extension.deprecated });
    }
    const options = await checkedOptions(document, {
      actor: `${point} ${type}`,
      options: choice.options,
      namePath,
      optionsPath,
      schema: extension.schema,
    });
    if (options !== undefined && valueAt(file as unknown as Json, optionsPath.slice(0, -1)) instanceof Object) {
      setAt(file as unknown as Json, optionsPath, options);
    }
  }
}
