import { isDirectoryValue, isFileValue, type Json, type JsonObject } from "@sluice/contracts";
import { localPath } from "../data/index.ts";

/** Calls back with every File and Directory in a value at any depth, what belongs to them included. */
export function visitFiles(value: Json, visit: (file: JsonObject) => void): void {
  const open: Json[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (isFileValue(next) || isDirectoryValue(next)) visit(next);
    for (const part of Object.values(next ?? {}) as Json[]) {
      if (typeof part === "object" && part !== null) open.push(part);
    }
  }
}

/** Where a File or Directory is on this machine; undefined for what is elsewhere, or is a literal. */
export function placeOf({ location, path }: JsonObject): string | undefined {
  const source = location ?? path;
  if (typeof source !== "string") return undefined;
  try {
    return localPath(source);
  } catch {
    // No URI of a file: whoever reads it says so.
    return undefined;
  }
}
