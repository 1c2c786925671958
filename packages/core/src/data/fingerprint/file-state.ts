import { statSync } from "node:fs";
import { createGiveWay } from "../../give-way.ts";
import { readTree, treeChild, treeTop, type TreePlace } from "../read-tree.ts";

/** What can be seen of a file, or of a directory with everything in it, without reading it. */
export interface FileState {
  /** Which file it is, and how large. */
  readonly identity: string;
  /** How many entries it has at all depths. */
  readonly entries: number;
  /** When the last of them was written, and when anything at all was changed about one; milliseconds since 1970. */
  readonly modifiedAt: number;
  readonly changedAt: number;
}

/** Looks at what is at a path; undefined when there is nothing. */
export async function fileState(path: string, signal: AbortSignal): Promise<FileState | undefined> {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (!stats) return undefined;
  const size = stats.isFile() ? stats.size : "";
  const identity = [stats.dev, stats.ino, size].join(":");
  let [entries, modifiedAt, changedAt] = [0, milliseconds(stats.mtimeNs), milliseconds(stats.ctimeNs)];
  if (!stats.isDirectory()) return { identity, entries, modifiedAt, changedAt };
  const giveWay = createGiveWay();
  const walk = async (place: TreePlace): Promise<void> => {
    for (const entry of readTree(place)) {
      await giveWay();
      signal.throwIfAborted();
      entries += 1;
      modifiedAt = Math.max(modifiedAt, entry.stats.mtimeMs);
      changedAt = Math.max(changedAt, entry.stats.ctimeMs);
      if (entry.type === "directory") await walk(treeChild(place, entry.path));
    }
  };
  await walk(treeTop(path));
  return { identity, entries, modifiedAt, changedAt };
}

function milliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds) / 1e6;
}
