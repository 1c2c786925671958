import { realpathSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";

const frame = /(?:file:\/\/)?\/[^\s()]+?:\d+(?::\d+)?(?=[\s)]|$)/gm;

/**
 * Where in the files of a plugin something was thrown: `FILE:LINE:COLUMN`, as far as the stack says it.
 * @param path - the plugin's file or folder
 * @returns undefined when the stack does not lead there
 */
export function errorPlace(thrown: unknown, path: string): string | undefined {
  const stack = stackOf(thrown);
  if (stack === undefined) return undefined;
  const own = realPath(path);
  for (const [found] of stack.matchAll(frame)) {
    const place = found.startsWith("file:") ? asPath(found) : found;
    const file = place.replace(/(?::\d+)+$/, "");
    if (file === own || (file.startsWith(own + sep) && !file.startsWith(`${own}${sep}node_modules${sep}`)))
      return place;
  }
  return undefined;
}

/** What is thrown may throw when it is looked at. */
function stackOf(thrown: unknown): string | undefined {
  try {
    return thrown instanceof Error && typeof thrown.stack === "string" ? thrown.stack : undefined;
  } catch {
    return undefined;
  }
}

/** Node names a module by where it is, not by the link that led there. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function asPath(url: string): string {
  const [, file = url, place = ""] = /^(.*?)((?::\d+)*)$/.exec(url) ?? [];
  return `${fileURLToPath(file)}${place}`;
}
