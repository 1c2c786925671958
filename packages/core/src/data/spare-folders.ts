import { lstatSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Empty folders of jobs that are over. The next job of their run gets them under another name: on some file systems, to make a folder
 * and to remove it again costs more than to start a program.
 */
export interface SpareFolders {
  /** Empties the folder for temporary files of a job that is over, and keeps it. */
  keep(folder: string): void;
  /** Puts a spare folder in the place of one that is to be made. The answer is whether there was one. */
  take(folder: string): boolean;
  /** Tells of a folder that was made: others are only used again as long as they are like it. */
  made(folder: string): void;
}

/** Makes an empty store. */
export function createSpareFolders(): SpareFolders {
  /** By the folder that the jobs of a run have in common. */
  const spares = new Map<string, string[]>();
  let fresh: number | undefined;
  return {
    keep(folder) {
      try {
        if (readdirSync(folder).length > 0) rmSync(folder, { recursive: true, force: true });
        else if (fresh !== undefined && lstatSync(folder).mode === fresh) {
          const key = runOf(folder);
          const known = spares.get(key);
          if (known) known.push(folder);
          else spares.set(key, [folder]);
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
    },
    take(folder) {
      const spare = spares.get(runOf(folder))?.pop();
      if (spare === undefined) return false;
      try {
        renameSync(spare, folder);
        return true;
      } catch {
        // It is gone, or something is there already: the folder is made as if there had been none.
        return false;
      }
    },
    made(folder) {
      fresh ??= lstatSync(folder).mode;
    },
  };
}

function runOf(folder: string): string {
  return dirname(dirname(folder));
}
