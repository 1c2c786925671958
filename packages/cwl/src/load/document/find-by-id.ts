import { textAt, type YamlNode } from "../yaml/index.ts";
import { resolveReference, splitFragment } from "./uri.ts";

/** The mapping whose `id` or `name` is a fragment of its document. */
export function findById(root: YamlNode, documentUri: string, fragment: string): YamlNode | undefined {
  if (root.kind === "scalar") return undefined;
  if (root.kind === "sequence") return firstOf(root.items, documentUri, fragment);
  const id = textAt(root, "id") ?? textAt(root, "name");
  if (id !== undefined && fragmentOfId(id, documentUri) === fragment) return root;
  return firstOf(
    [...root.entries.values()].map((entry) => entry.value),
    documentUri,
    fragment,
  );
}

function firstOf(nodes: readonly YamlNode[], documentUri: string, fragment: string): YamlNode | undefined {
  for (const node of nodes) {
    const found = findById(node, documentUri, fragment);
    if (found) return found;
  }
  return undefined;
}

/** `main`, `#main` and `file.cwl#main` are the same id in `file.cwl`. */
export function fragmentOfId(id: string, documentUri: string): string {
  return id.includes("#") ? (splitFragment(resolveReference(documentUri, id)).fragment ?? id) : id;
}
