import { randomUUID } from "node:crypto";
import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolders } from "../../make-folders.ts";

/** Where the entries of a store are. Nothing else in the store's folder is ever touched. */
export interface CacheFolders {
  /** The folder of a key's entry. */
  of(key: string): string;
  /** Folders of all entries, whole or not. */
  all(): string[];
  /** Makes an empty folder in which an entry, or the rest of one, can be put together or taken apart. */
  scratch(): string;
  /** Puts an entry in place, unless there is one: then that stays and the new one is removed. */
  publish(scratch: string, key: string): void;
  /** Takes an entry away at once; its files go afterwards. False when somebody else was faster. */
  remove(folder: string): boolean;
  /** Removes what was being put together at the time of a crash. */
  sweep(): void;
}

/** Whoever works on a scratch folder is done with it after this many milliseconds, or dead. */
const scratchAge = 24 * 60 * 60 * 1000;

/** Lays out a store of version 1 in a folder. Nothing is made before it is needed. */
export function createCacheFolders(folder: string): CacheFolders {
  const root = join(folder, "results-v1");
  const work = join(root, "work");
  const scratch = (): string => {
    const path = join(work, randomUUID());
    makeFolders(path);
    return path;
  };
  return {
    scratch,
    of: (key) => join(root, key.slice(0, 2), key),
    all: () =>
      namesIn(root)
        .filter((name) => /^[0-9a-f]{2}$/.test(name))
        .flatMap((shard) => namesIn(join(root, shard)).map((name) => join(root, shard, name))),
    publish(path, key) {
      const target = join(root, key.slice(0, 2), key);
      makeFolders(dirname(target));
      try {
        // Fails on a folder that is not empty, so that the first entry stays.
        renameSync(path, target);
      } catch (error) {
        rmSync(path, { recursive: true, force: true });
        if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
      }
    },
    remove(path) {
      const parent = scratch();
      try {
        renameSync(path, join(parent, "entry"));
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
        throw error;
      } finally {
        rmSync(parent, { recursive: true, force: true });
      }
    },
    sweep() {
      for (const name of namesIn(work)) {
        const path = join(work, name);
        const stats = statSync(path, { throwIfNoEntry: false });
        if (stats && stats.mtimeMs < Date.now() - scratchAge) rmSync(path, { recursive: true, force: true });
      }
    },
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
