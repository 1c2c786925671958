import { nearestName } from "@sluice/contracts";
import type { YamlMapping } from "../yaml/index.ts";
import type { Place } from "./place.ts";

/** The key of a mapping that was most likely meant to be another one, which is missing. */
export function misspeltKey(
  node: YamlMapping,
  wanted: string,
): { readonly key: string; readonly place: Place } | undefined {
  const key = nearestName(wanted, node.entries.keys());
  const entry = key === undefined ? undefined : node.entries.get(key);
  return key !== undefined && entry ? { key, place: { source: entry.source, offset: entry.keyStart } } : undefined;
}
