import { chmodSync, constants, mkdirSync, statSync, symlinkSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { joinBytes, readTree, treeChild, treeTop, type TreePlace } from "../read-tree.ts";

/**
 * Copies a file or directory so that nothing of the original can be changed through the copy: links are replaced by
 * what they lead to. Where the file system can share blocks until one side writes, it does. The copy is writable.
 */
export async function copyTree(
  source: string,
  target: string,
  signal: AbortSignal,
  progress?: () => void,
): Promise<void> {
  const stats = statSync(source);
  if (stats.isDirectory()) await copyDirectory(treeTop(source), Buffer.from(target), stats.mode, signal, progress);
  else if (stats.isFile()) await copyOne(Buffer.from(source), Buffer.from(target), stats.mode);
  else throw notData(source);
}

async function copyDirectory(
  place: TreePlace,
  target: Buffer,
  mode: number,
  signal: AbortSignal,
  progress?: () => void,
): Promise<void> {
  mkdirSync(target);
  for (const entry of readTree(place)) {
    signal.throwIfAborted();
    const to = joinBytes(target, entry.name);
    if (entry.type === "link") symlinkSync(entry.to, to);
    else if (entry.type === "directory")
      await copyDirectory(treeChild(place, entry.path), to, entry.stats.mode, signal, progress);
    else if (entry.type === "file") await copyOne(entry.path, to, entry.stats.mode);
    else throw notData(entry.path.toString());
    progress?.();
  }
  chmodSync(target, (mode & 0o777) | 0o700);
}

async function copyOne(source: Buffer, target: Buffer, mode: number): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  if ((mode & 0o200) === 0) chmodSync(target, (mode & 0o777) | 0o200);
}

function notData(path: string): Error {
  return new Error(`${path} is neither a file nor a directory`);
}
