import { createHash } from "node:crypto";
import { constants, linkSync, lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SluiceError } from "@sluice/contracts";
import { makeFolders } from "../../make-folders.ts";
import { isInside } from "../read-tree.ts";

/** Puts single files into the folder of outputs, whole or not at all. */
export interface OutputPlacer {
  /** Links a file of the run, copies any other. */
  file(source: string, target: string): Promise<void>;
  text(contents: string, target: string): Promise<void>;
  /** Makes the folder of outputs itself, which may be a link. */
  root(target: string): void;
  /** Makes a folder in one that was made. A link in its place is replaced, never followed. */
  directory(target: string): void;
}

/** Makes a placer. Its temporary names belong to the run: what a crash leaves, the same run uses again. */
export function createOutputPlacer(owned: string): OutputPlacer {
  const run = createHash("sha1").update(owned).digest("hex").slice(0, 10);
  const realOwned = realpathOrSelf(owned);
  const swapIn = async (target: string, make: (part: string) => Promise<void> | void): Promise<void> => {
    const part = join(dirname(target), `.sluice-${run}.part`);
    rmSync(part, { recursive: true, force: true });
    try {
      await make(part);
      renameSync(part, target);
    } catch (error) {
      rmSync(part, { recursive: true, force: true });
      throw error;
    }
  };
  return {
    file: async (source, target) => {
      const real = realpathSync(source);
      if (isSameFile(real, target)) return;
      if (!statSync(real).isFile())
        throw new SluiceError("FILE_UNREADABLE", `${source} is no file but a device or a pipe`);
      await swapIn(target, (part) => {
        if (isInside(real, realOwned) && tryLink(real, part)) return undefined;
        return copyFile(real, part, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
      });
    },
    text: (contents, target) => swapIn(target, (part) => writeFileSync(part, contents)),
    root: (target) => makeFolders(target),
    // What is there already, from an earlier time or of the user, stays beside what comes.
    directory: (target) => {
      if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() === true) rmSync(target);
      makeFolders(target);
    },
  };
}

function tryLink(source: string, target: string): boolean {
  try {
    linkSync(source, target);
    return true;
  } catch {
    // Another file system, or one without links: copied instead.
    return false;
  }
}

/** Renaming one name of a file to another of its names does nothing, and would leave the temporary one. */
function isSameFile(left: string, right: string): boolean {
  const there = lstatSync(right, { throwIfNoEntry: false });
  if (!there) return false;
  const stats = statSync(left);
  return stats.dev === there.dev && stats.ino === there.ino;
}

function realpathOrSelf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
