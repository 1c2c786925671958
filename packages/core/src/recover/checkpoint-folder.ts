import { createHash, randomUUID } from "node:crypto";
import { constants, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { cp, lstat, realpath, symlink } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { makeFolders } from "../make-folders.ts";
import { recordTree, type TreeItem } from "./tree-record.ts";

/** Where something was. */
export interface KeptPlace {
  readonly deployment: string;
  readonly location: string;
  /** Absolute. */
  readonly path: string;
}

/** Copies of what was at some places, in one folder. Names follow from the places, so that nobody has to remember them. */
export interface CheckpointFolder {
  /** Copies what is at a place now, unless that was done before. It is there as a whole or not at all, whenever the process dies. */
  keep(place: KeptPlace, signal: AbortSignal): Promise<void>;
  /** The copy of what was at a place, as it was; undefined when there is none, or when it is not what it was. */
  find(place: KeptPlace, signal: AbortSignal): Promise<string | undefined>;
  /** Removes what was being copied when a process died. */
  sweep(): void;
}

/** Prefix of folders that are not whole yet. */
const newPrefix = ".new-";
const recordFile = "record.json";
/** The copy lies below it, under its own name, which jobs may look at. */
const dataFolder = "data";

/** Uses a folder, which is made when it is first needed. */
export function createCheckpointFolder(folder: string): CheckpointFolder {
  const entryOf = ({ deployment, location, path }: KeptPlace): string =>
    join(
      folder,
      createHash("sha256")
        .update(JSON.stringify([deployment, location, path]))
        .digest("hex")
        .slice(0, 40),
    );

  return {
    async keep(place, signal) {
      const entry = entryOf(place);
      if (existsSync(join(entry, recordFile))) return;
      const scratch = join(folder, `${newPrefix}${randomUUID()}`);
      const copy = join(scratch, dataFolder, basename(place.path));
      try {
        makeFolders(join(scratch, dataFolder), 0o700);
        await copyTree(place.path, copy, signal);
        writeFileSync(join(scratch, recordFile), JSON.stringify(await recordTree(copy, signal)));
        renameSync(scratch, entry);
      } catch (error) {
        rmSync(scratch, { recursive: true, force: true });
        // Somebody else kept it in the meantime.
        if (!existsSync(join(entry, recordFile))) throw error;
      }
    },
    async find(place, signal) {
      const entry = entryOf(place);
      if (!existsSync(join(entry, recordFile))) return undefined;
      const copy = join(entry, dataFolder, basename(place.path));
      if (await isWhole(join(entry, recordFile), copy, signal)) return copy;
      rmSync(entry, { recursive: true, force: true });
      return undefined;
    },
    sweep() {
      if (!existsSync(folder)) return;
      for (const name of readdirSync(folder)) {
        if (name.startsWith(newPrefix)) rmSync(join(folder, name), { recursive: true, force: true });
      }
    },
  };
}

/** Never a hard link: whoever changes the original in place would change the copy. Blocks are shared where the file system can. */
async function copyTree(from: string, to: string, signal: AbortSignal): Promise<void> {
  const root = await realpath(from);
  await cp(from, to, {
    recursive: true,
    // What links lead to may go with the original.
    dereference: true,
    mode: constants.COPYFILE_FICLONE,
    errorOnExist: true,
    force: false,
    filter: async (source, target) => {
      signal.throwIfAborted();
      const inner = source === from ? undefined : await innerLink(source, root);
      if (inner !== undefined) await symlink(inner, target);
      return inner === undefined;
    },
  });
}

/** Where a link leads that stays within a tree, seen from the link's own folder. */
async function innerLink(path: string, root: string): Promise<string | undefined> {
  if (!(await lstat(path)).isSymbolicLink()) return undefined;
  const [here, there] = await Promise.all([realpath(dirname(path)), realpath(path)]);
  const isInside = (each: string): boolean => each === root || each.startsWith(`${root}/`);
  return isInside(here) && isInside(there) ? relative(here, there) || "." : undefined;
}

async function isWhole(record: string, copy: string, signal: AbortSignal): Promise<boolean> {
  try {
    const wanted = JSON.parse(readFileSync(record, "utf8")) as readonly TreeItem[];
    return isDeepStrictEqual(await recordTree(copy, signal), wanted);
  } catch {
    signal.throwIfAborted();
    // Files that are missing or cannot be read make it as useless as changed ones.
    return false;
  }
}
