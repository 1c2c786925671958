import { lstatSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeFolders } from "../../make-folders.ts";
import { joinBytes } from "../read-tree.ts";

/** Makes the folders that staged things go into. */
export interface ParentFolders {
  /** Remembers that an input was linked at a target. */
  linked(target: string, source: string): void;
  /** Makes all folders above the target. */
  make(target: string): void;
}

/**
 * Where a folder on the way is a link to an input, making something inside it would change the input. Such a link is
 * replaced by a folder of links to the input's entries, one level deep, as often as needed.
 */
export function createParentFolders(): ParentFolders {
  const links = new Map<string, string>();
  const made = new Set<string>();
  return {
    linked: (target, source) => void links.set(target, source),
    make: (target) => {
      const parent = dirname(target);
      if (links.size > 0) {
        let source: string | undefined;
        for (const folder of foldersDownTo(parent)) {
          source = links.get(folder) ?? (source === undefined ? undefined : join(source, basename(folder)));
          if (source !== undefined) open(folder);
        }
      }
      if (made.has(parent)) return;
      makeFolders(parent);
      made.add(parent);
    },
  };
}

function foldersDownTo(path: string): string[] {
  const folders: string[] = [];
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) folders.unshift(folder);
  return folders;
}

function open(link: string): void {
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  const source = readlinkSync(link, { encoding: "buffer" });
  const folder = `${link}.sluice-part`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const name of readdirSync(source, { encoding: "buffer" })) {
    symlinkSync(joinBytes(source, name), joinBytes(Buffer.from(folder), name));
  }
  rmSync(link);
  renameSync(folder, link);
}
