import type { StagingEntry } from "@sluice/contracts";

/** The folders above a path, nearest first, without the root. */
export function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) folders.push(path.slice(0, at));
  return folders;
}

/** Finds what paths of the runtime environment stand for: where the input that is staged there, or above, comes from. */
export function stagedSources(entries: Iterable<StagingEntry>): (path: string) => string | undefined {
  const sources = new Map<string, string>();
  for (const entry of entries) if (entry.type === "input") sources.set(entry.target, entry.source);
  return (path) => {
    for (const folder of [path, ...foldersAbove(path)]) {
      const source = sources.get(folder);
      if (source !== undefined) return source + path.slice(folder.length);
    }
    return undefined;
  };
}
