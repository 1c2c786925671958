import { placed, placeOfNode } from "../document/place.ts";
import type { YamlNode } from "../yaml/index.ts";
import type { Raw } from "./raw.ts";
import type { SaladReader } from "./salad-reader.ts";
import type { SaladField } from "./salad-table.ts";

/** Reads `secondaryFiles` with its short form: text, where a question mark at the end means "not required". */
export function readSecondaryFiles(reader: SaladReader, node: YamlNode, field: SaladField): Raw {
  if (!field.type.includes("SecondaryFileSchema")) return reader.readValue(node, field.type, "'secondaryFiles'");
  const items = node.kind === "sequence" ? node.items : [node];
  return placed(
    items.map((item) => readItem(reader, item)),
    placeOfNode(node),
  );
}

function readItem(reader: SaladReader, node: YamlNode): Raw {
  if (node.kind === "scalar" && typeof node.value === "string") {
    const optional = node.value.endsWith("?");
    const pattern = optional ? node.value.slice(0, -1) : node.value;
    return placed({ pattern, ...(optional && { required: false }) }, placeOfNode(node));
  }
  return reader.readValue(node, ["SecondaryFileSchema"], "an item of 'secondaryFiles'");
}
