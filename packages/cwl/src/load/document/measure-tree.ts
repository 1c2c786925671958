import { SluiceError } from "@sluice/contracts";
import { maxDepth, type YamlNode } from "../yaml/index.ts";
import { placeOfNode, positionOfPlace } from "./place.ts";

/** How many values a document may have when its imports are written out, each as often as it is there. */
const maxNodes = 5_000_000;

/** How deep a node nests and how many values it has, with everything written out that is shared. */
export interface Extent {
  readonly depth: number;
  readonly nodes: number;
}

/**
 * Measures a tree that is finished: few and small documents that import each other can be as deep and as large as one likes.
 * @throws `DOCUMENT_LIMIT` at the value that is too deep or the document that is too large
 */
export function measureTree(root: YamlNode, known: WeakMap<YamlNode, Extent>): void {
  const measure = (node: YamlNode, level: number): Extent => {
    const found = known.get(node);
    if (level + (found?.depth ?? 1) - 1 > maxDepth)
      throw limit(node, `with its imports, the document nests deeper than ${maxDepth} levels`);
    if (found) return found;
    if (node.kind === "scalar") return { depth: 1, nodes: 1 };
    const parts = node.kind === "sequence" ? node.items : [...node.entries.values()].map((entry) => entry.value);
    let [depth, nodes] = [1, 1];
    for (const part of parts) {
      const extent = measure(part, level + 1);
      depth = Math.max(depth, extent.depth + 1);
      nodes += extent.nodes;
    }
    const extent = { depth, nodes };
    known.set(node, extent);
    return extent;
  };
  if (measure(root, 1).nodes > maxNodes)
    throw limit(root, `with its imports written out, the document has more than ${maxNodes} values`);
}

function limit(at: YamlNode, message: string): SluiceError {
  return new SluiceError("DOCUMENT_LIMIT", message, { position: positionOfPlace(placeOfNode(at)) });
}
