import { offsetInScalar } from "../yaml/index.ts";
import { placeOfNode, type Place } from "./place.ts";

/** The place of an item, where a place is that of a list and the item is known; else the place itself. */
export function placeOfItem(place: Place | undefined, index: number | undefined): Place | undefined {
  const item = index !== undefined && place?.node?.kind === "sequence" ? place.node.items[index] : undefined;
  return item ? placeOfNode(item) : place;
}

/** The place of a character of a text; that of the whole where the text is not written in a document. */
export function placeInText(place: Place | undefined, index: number): Place | undefined {
  const node = place?.node;
  if (node?.kind !== "scalar") return place;
  const { included } = node;
  return included ? { source: included, offset: index } : { source: node.source, offset: offsetInScalar(node, index) };
}
