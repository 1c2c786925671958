import { placed, placeOfNode } from "../document/place.ts";
import type { YamlNode } from "../yaml/index.ts";
import { describeNode } from "./describe.ts";
import { RawTypeReference, type RawType } from "./raw.ts";
import type { SaladReader } from "./salad-reader.ts";
import type { SaladField } from "./salad-table.ts";

const shortForm = /^([^[?]+)(\[\])?(\?)?$/;

/** Reads `type` or `items`. The short forms `T?` and `T[]` belong to `type` alone. */
export function readType(
  reader: SaladReader,
  node: YamlNode,
  field: SaladField,
  withShortForms: boolean,
): RawType | undefined {
  if (node.kind === "sequence") {
    const members = node.items.map((item) => readType(reader, item, field, withShortForms));
    return placed(
      members.filter((member) => member !== undefined),
      placeOfNode(node),
    );
  }
  if (node.kind === "mapping") return reader.readValue(node, schemaTypes(field), "a type") as RawType | undefined;
  if (typeof node.value !== "string") {
    reader.faults.add(
      "CWL_INVALID",
      `a type must be a name, a mapping or a list, not ${describeNode(node)}`,
      node,
      node.value === null ? 'Write "null" in quotes.' : undefined,
    );
    return undefined;
  }
  return withShortForms ? expandShortForm(reader, node, node.value, field) : namedType(reader, node, node.value, field);
}

function expandShortForm(reader: SaladReader, node: YamlNode, text: string, field: SaladField): RawType {
  const match = shortForm.exec(text);
  if (!match) return namedType(reader, node, text, field);
  const [, name = "", list, optional] = match;
  const base = namedType(reader, node, name, field);
  const type: RawType = list === undefined ? base : placed({ type: "array", items: base }, placeOfNode(node));
  return optional === undefined ? type : placed(["null", type], placeOfNode(node));
}

/** A type of CWL itself stays a name; `stdin`, `stdout` and `stderr` only where the schema has them. */
function namedType(reader: SaladReader, node: YamlNode, name: string, field: SaladField): RawType {
  const isKnown =
    name === "Any" || field.type.some((type) => typeof type === "string" && reader.table.enums[type]?.includes(name));
  return isKnown ? name : placed(new RawTypeReference(name), placeOfNode(node));
}

/** The record, enum and array schemas that may stand where a type is wanted. */
function schemaTypes(field: SaladField): string[] {
  return field.type.filter((type) => typeof type === "string").filter((type) => type !== "string");
}
