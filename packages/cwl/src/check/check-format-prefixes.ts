import { isExpression } from "../load/build/build-annotations.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeOfValue } from "../load/document/place.ts";
import type { CwlType, Process } from "../model/index.ts";
import { membersOf } from "../value/fits-type.ts";
import { typeText } from "../value/type-text.ts";

/** Whether values of a type may be or hold Files. */
function mayBeFile(type: CwlType): boolean {
  return membersOf(type).some((member) => {
    if (typeof member === "string") return member === "File" || member === "Any";
    if (member.type === "array") return mayBeFile(member.items);
    return member.type === "record" && member.fields.some((field) => mayBeFile(field.type));
  });
}

/** Namespaces that documents often mean, by their usual prefixes. */
const usual: Readonly<Record<string, string>> = {
  edam: "http://edamontology.org/",
  iana: "https://www.iana.org/assignments/media-types/",
};

/** Finds formats with a prefix that nothing declares: they match only what is written with the same prefix. */
export function checkFormatPrefixes({ inputs, outputs }: Process, faults: Faults): void {
  for (const parameter of [...inputs, ...outputs]) {
    const { format = [] } = parameter;
    if (format.length > 0 && !mayBeFile(parameter.type))
      faults.warn(
        "CWL_TYPE",
        `the format of '${parameter.id}' means nothing: only Files have formats, and it is ${typeText(parameter.type)}`,
        placeOfValue(parameter, "format"),
      );
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
