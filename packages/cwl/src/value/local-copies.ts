import { type DataManager, type Json, isExactNumber } from "@sluice/contracts";
import { isRemote } from "../load/document/file-value.ts";
import { fileUri } from "./file-uri.ts";

/** Fetches what a URI names to this machine, once however often it is asked for. */
export type FetchFile = DataManager["fetch"];

/** Where Files are and where their copies are, both as locations. */
export type LocalCopies = ReadonlyMap<string, string>;

/** The locations of the Files in a value that are on other machines and can be fetched. */
export function remoteLocations(value: Json | undefined, found: Set<string> = new Set()): Set<string> {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return found;
  if (isList(value)) {
    for (const item of value) remoteLocations(item, found);
    return found;
  }
  if (value["class"] === "File" && isRemote(value["location"])) found.add(value["location"]);
  for (const key in value) remoteLocations(value[key], found);
  return found;
}

/** Fetches them all. @throws `TRANSFER_FAILED` */
export async function fetchCopies(
  locations: Iterable<string>,
  fetch: FetchFile,
  signal: AbortSignal,
): Promise<LocalCopies> {
  const pairs = [...locations].map(async (uri) => [uri, fileUri(await fetch({ uri, signal }))] as const);
  return new Map(await Promise.all(pairs));
}

/** A value whose Files are where the copies are. Whatever has no such File stays the same object. */
export function withLocations<Value extends Json>(value: Value, copies: LocalCopies): Value {
  return replaced(value, copies) as Value;
}

/** A value whose Files are again where the copies were made from. */
export function withoutCopies<Value extends Json>(value: Value, copies: LocalCopies): Value {
  return withLocations(value, new Map([...copies].map(([location, copy]) => [copy, location])));
}

function replaced(value: Json, copies: LocalCopies): Json {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return value;
  if (isList(value)) {
    const items = value.map((item) => replaced(item, copies));
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  const { location } = value;
  const copy = value["class"] === "File" && typeof location === "string" ? copies.get(location) : undefined;
  const entries = Object.entries(value).map(([key, part]) => [key, replaced(part, copies)] as const);
  if (copy === undefined && entries.every(([key, part]) => part === value[key])) return value;
  return { ...Object.fromEntries(entries), ...(copy !== undefined && { location: copy }) };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
