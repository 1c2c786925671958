import { lstatSync, statSync } from "node:fs";
import { join, normalize } from "node:path";
import { compareBytes } from "./byte-order.ts";
import { compileNamePattern } from "./name-pattern.ts";
import { readNames } from "./read-names.ts";

/**
 * All paths below a directory that match a pattern, in byte order. No part of a pattern matches more than one level,
 * so links that lead in circles do no harm. Source: IEEE Std 1003.1, glob.
 */
export function globPaths(directory: string, pattern: string): string[] {
  const onlyDirectories = pattern.endsWith("/");
  let found = [pattern.startsWith("/") ? "/" : directory];
  const segments = pattern.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.length === 0) return pattern === "" ? [] : [normalizePath(found[0] ?? directory)].filter(exists);
  for (const segment of segments) {
    const { literal, matches } = compileNamePattern(segment);
    found = found.flatMap((path) => {
      if (literal !== undefined) return [join(path, literal)].filter(exists);
      return namesIn(path, matches).map((name) => join(path, name));
    });
  }
  const kept = onlyDirectories ? found.filter(isDirectory) : found;
  return [...new Set(kept.map(normalizePath))].sort(compareBytes);
}

function namesIn(path: string, matches: (name: string) => boolean): string[] {
  try {
    return readNames(path, matches)
      .map(({ name }) => name)
      .filter(matches)
      .toArray();
  } catch (error) {
    // Not a directory, gone, a circle of links, or closed to us: nothing matches there.
    if (["ENOTDIR", "ENOENT", "ELOOP", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

function normalizePath(path: string): string {
  const normal = normalize(path);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

/** A link counts even where it leads nowhere, as with glob(3). */
function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}
