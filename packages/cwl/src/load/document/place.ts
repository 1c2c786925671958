import type { SourcePosition } from "@sluice/contracts";
import type { SourceText, YamlNode } from "../yaml/index.ts";

/** Where an object of the model came from. */
export interface Place {
  readonly source: SourceText;
  /** Offset to point at: the key for an entry of a map, else the start of the value. */
  readonly offset: number;
  /** The mapping or sequence behind the object, for positions of its parts. */
  readonly node?: YamlNode | undefined;
}

/** Positions are kept beside the model, by identity, so that the model stays plain JSON. */
const places = new WeakMap<object, Place>();

/** Remembers where an object came from; returns the object. */
export function placed<Target extends object>(target: Target, place: Place | undefined): Target {
  if (place) places.set(target, place);
  return target;
}

/** Where an object came from, if it came from a document. */
export function placeOf(target: object): Place | undefined {
  return places.get(target);
}

export function placeOfNode(node: YamlNode): Place {
  return { source: node.source, offset: node.start, node };
}

export function positionOfPlace(place: Place): SourcePosition {
  return place.source.positionAt(place.offset);
}

/** The place of a field's key, or of an item; without one that of the whole. */
export function placeOfKey(target: object, key: string | number): Place | undefined {
  const place = places.get(target);
  const part = partOf(place?.node, key);
  return part ? { source: part.source, offset: part.offset } : place;
}

/** The place of a field's value, or of an item; without one that of the whole. */
export function placeOfValue(target: object, key: string | number): Place | undefined {
  const place = places.get(target);
  const part = partOf(place?.node, key);
  return part ? placeOfNode(part.value) : place;
}

function partOf(node: YamlNode | undefined, key: string | number): (Place & { readonly value: YamlNode }) | undefined {
  if (typeof key === "string" && node?.kind === "mapping") {
    const entry = node.entries.get(key);
    return entry && { source: entry.source, offset: entry.keyStart, value: entry.value };
  }
  const item = typeof key === "number" && node?.kind === "sequence" ? node.items[key] : undefined;
  return item && { source: item.source, offset: item.start, value: item };
}

/**
 * The place in the document that an object of the model, or one of its fields or items, was written at.
 * A field that was not written gives the place of the object; an object that was made up gives undefined.
 */
export function positionOf(target: object, key?: string | number): SourcePosition | undefined {
  const place = key === undefined ? places.get(target) : placeOfKey(target, key);
  return place && positionOfPlace(place);
}
