import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { type FileStamp, type InputStamps, type Json, type JsonObject, copyJson } from "@sluice/contracts";
import { readStart } from "../data/index.ts";
import { placeOf, visitFiles } from "./file-values.ts";

/** Most bytes of a file that a value holds. Source: CWL v1.2, loadContents. */
const contentsLimit = 64 * 1024;

/** Says of Files and Directories what they are like now, where that was accepted. The value is changed itself. */
export function renewFiles(value: Json, accepted: InputStamps): void {
  visitFiles(value, (file) => {
    const path = placeOf(file);
    const stamp = path === undefined ? undefined : stampOf(path, accepted);
    if (path !== undefined && stamp) Object.assign(file, factsOf(file, path, stamp));
  });
}

/** The same for a value that others have, too: whatever is not concerned stays the same object. */
export function renewedFiles<Value extends Json>(value: Value, accepted: InputStamps): Value {
  const concerned: string[] = [];
  visitFiles(value, (file) => {
    const path = placeOf(file);
    if (path !== undefined && stampOf(path, accepted)) concerned.push(path);
  });
  if (concerned.length === 0) return value;
  const copy = copyJson(value);
  renewFiles(copy, accepted);
  return copy;
}

type Accepted = FileStamp | "directory";

function stampOf(path: string, accepted: InputStamps): Accepted | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    const stamp = Object.hasOwn(accepted, folder) ? accepted[folder] : undefined;
    if (stamp && "size" in stamp) return folder === path ? stamp : undefined;
    if (stamp && !("absent" in stamp))
      return folder === path ? "directory" : (stamp.entries?.[relative(folder, path)] ?? "directory");
    if (folder === dirname(folder)) return undefined;
  }
}

function factsOf(file: JsonObject, path: string, stamp: Accepted): JsonObject {
  if (stamp === "directory") {
    const { listing } = file;
    return Array.isArray(listing) ? { listing: listingOf(path, listing as readonly JsonObject[]) } : {};
  }
  const { size, checksum } = stamp;
  return {
    ...(file["size"] !== undefined && { size }),
    ...(file["checksum"] !== undefined && checksum !== undefined && { checksum }),
    ...(typeof file["contents"] === "string" && { contents: readStart(path, contentsLimit) }),
  };
}

/** The entries of a directory: what was known of those that are still there, and what is new. */
function listingOf(folder: string, before: readonly JsonObject[]): readonly JsonObject[] {
  const isDeep = before.some((entry) => Array.isArray(entry["listing"]));
  const known = new Map(before.map((entry) => [entry["basename"], entry]));
  return readdirSync(folder, { withFileTypes: true })
    .sort((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name)))
    .map((entry): JsonObject => {
      const found = known.get(entry.name);
      if (found) return found;
      const path = join(folder, entry.name);
      const named = { location: pathToFileURL(path).href, basename: entry.name };
      if (!entry.isDirectory()) return { class: "File", ...named };
      return { class: "Directory", ...named, ...(isDeep && { listing: listingOf(path, []) }) };
    });
}
