import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { SluiceError } from "@sluice/contracts";
import { isInside, joinBytes } from "../read-tree.ts";
import type { SpareFolders } from "../spare-folders.ts";
import { makeJobFolder } from "./make-job-folder.ts";
import { partOf } from "./part-of.ts";

/** Makes the folders that staged things go into. */
export interface ParentFolders {
  /** Remembers that an input was linked at a target. */
  linked(target: string, source: string): void;
  /** Makes all folders above the target. @throws `STAGING_FAILED` where a link on the way leads out of the job's folder */
  make(target: string): void;
}

/**
 * Where a folder on the way is a link to an input, making something inside it would change the input. Such a link is
 * replaced by a folder of links to the input's entries, one level deep, as often as needed. No other link is followed out of the
 * job's folder, `root`. A folder right in it may be one that another job had.
 */
export function createParentFolders(root: string, spares: SpareFolders): ParentFolders {
  const links = new Map<string, string>();
  const made = new Set<string>();
  const make = (folder: string): void => {
    if (made.has(folder)) return;
    if (folder === root) makeJobFolder(root);
    else {
      make(dirname(folder));
      if (dirname(folder) !== root) makeFolder(folder, root);
      else if (!spares.take(folder)) {
        makeFolder(folder, root);
        spares.made(folder);
      }
    }
    made.add(folder);
  };
  return {
    linked: (target, source) => void links.set(target, source),
    make: (target) => {
      // The job's folder itself may be asked for.
      const parent = target === root ? root : dirname(target);
      if (links.size > 0) {
        let source: string | undefined;
        for (const folder of foldersDownTo(parent)) {
          source = links.get(folder) ?? (source === undefined ? undefined : join(source, basename(folder)));
          if (source !== undefined) open(folder, root);
        }
      }
      make(parent);
    },
  };
}

/** Makes one folder. What is there already must be a folder of the job. */
function makeFolder(folder: string, root: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const there = lstatSync(folder, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) return;
    if (there?.isSymbolicLink() !== true) throw error;
    // Copies of directories keep links that lead to another place of theirs.
    const real = realpathSync(folder);
    if (!isInside(real, realpathSync(root)))
      throw new SluiceError(
        "STAGING_FAILED",
        `Nothing can be placed in ${folder}: it is a link to ${real}, which is not the job's.`,
      );
    if (!lstatSync(real).isDirectory()) throw error;
  }
}

function foldersDownTo(path: string): string[] {
  const folders: string[] = [];
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) folders.unshift(folder);
  return folders;
}

function open(link: string, root: string): void {
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  const source = readlinkSync(link, { encoding: "buffer" });
  const folder = partOf(root);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const name of readdirSync(source, { encoding: "buffer" })) {
    symlinkSync(joinBytes(source, name), joinBytes(Buffer.from(folder), name));
  }
  rmSync(link);
  renameSync(folder, link);
}
