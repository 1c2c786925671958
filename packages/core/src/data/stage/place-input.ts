import { lstatSync, readlinkSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { SluiceError } from "@sluice/contracts";
import { copyTree } from "./copy-tree.ts";
import { partOf } from "./part-of.ts";

/** Makes an input visible for reading. `root`: the job's folder. */
export function linkInput(source: string, target: string, root: string): void {
  try {
    symlinkSync(source, target);
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const there = lstatSync(target);
  if (there.isSymbolicLink() && readlinkSync(target) === source) return;
  // A folder that took the place of the link when something was put into it.
  if (there.isDirectory() && statSync(source).isDirectory()) return;
  if (there.isDirectory()) throw inTheWay(target);
  const part = partOf(root);
  rmSync(part, { recursive: true, force: true });
  symlinkSync(source, part);
  renameSync(part, target);
}

/** Makes a copy of an input that the job may change. One that is there already is kept, changed or not. */
export async function copyInput(
  source: string,
  target: string,
  root: string,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress?: (() => void) | undefined },
): Promise<void> {
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there && !there.isSymbolicLink()) return;
  const part = partOf(root);
  rmSync(part, { recursive: true, force: true });
  await copyTree(source, part, signal, progress);
  // A directory does not take the place of a link by itself.
  if (there) rmSync(target);
  renameSync(part, target);
}

function inTheWay(target: string): SluiceError {
  return new SluiceError("STAGING_FAILED", `Cannot place ${target}: a directory is in the way.`);
}
