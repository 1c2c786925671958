import { posix } from "node:path";
import { isDirectoryValue, isExactNumber, isFileValue, type Json } from "@sluice/contracts";

/**
 * A document whose files are named as seen from its folder, as far as they lie in one of `within`: what comes along with the
 * document. All other locations stay absolute. Folders are URIs that end in a slash.
 */
export function withRelativeLocations(document: Json, folder: string, within: readonly string[]): Json {
  const relative = (uri: Json): Json =>
    typeof uri === "string" && within.some((each) => uri.startsWith(each)) ? relativeUri(folder, uri) : uri;
  const rewrite = (value: Json): Json => {
    if (typeof value !== "object" || value === null || isExactNumber(value)) return value;
    if (isList(value)) return value.map(rewrite);
    const isFile = isFileValue(value) || isDirectoryValue(value);
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => {
        if (key === "location" && isFile) return [key, relative(part)];
        return [key, key === "$schemas" && isList(part) ? part.map(relative) : rewrite(part)];
      }),
    );
  };
  return rewrite(document);
}

function relativeUri(folder: string, uri: string): string {
  const path = posix.relative(new URL(folder).pathname, new URL(uri).pathname);
  // A colon before the first slash would make it a URI.
  return /^[^/]*:/.test(path) ? `./${path}` : path;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
