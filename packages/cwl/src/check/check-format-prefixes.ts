import { isExpression } from "../load/build/build-annotations.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeOfValue } from "../load/document/place.ts";
import type { Process } from "../model/index.ts";

/** Namespaces that documents often mean, by their usual prefixes. */
const usual: Readonly<Record<string, string>> = {
  edam: "http://edamontology.org/",
  iana: "https://www.iana.org/assignments/media-types/",
};

/** Finds formats with a prefix that nothing declares: they match only what is written with the same prefix. */
export function checkFormatPrefixes({ inputs, outputs }: Process, faults: Faults): void {
  for (const parameter of [...inputs, ...outputs]) {
    const { format = [] } = parameter;
    for (const name of typeof format === "string" ? [format] : format) {
      const [, prefix] = /^([A-Za-z][\w.-]*):(?!\/\/)/.exec(name) ?? [];
      if (prefix === undefined || isExpression(name) || ["urn", "file", "doi", "tag"].includes(prefix)) continue;
      const iri = usual[prefix.toLowerCase()] ?? "…";
      faults.warn(
        "CWL_REFERENCE",
        `the format '${name}' has the prefix '${prefix}', which $namespaces does not declare`,
        placeOfValue(parameter, "format"),
        `Add '$namespaces: { ${prefix}: "${iri}" }' to the document.`,
      );
    }
  }
}
