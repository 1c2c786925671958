import { directoryEntries } from "@sluice/connector-kit";
import { lstatSync, realpathSync, statSync, type Stats } from "node:fs";
import { relative } from "node:path";

/**
 * One entry of a directory tree with its links resolved. Paths are bytes, because names need not be text.
 * `link` stays a link: it leads to another place in the tree, given relative to its folder.
 */
export type TreeEntry =
  | {
      readonly type: "file" | "directory" | "other";
      readonly name: Buffer;
      readonly path: Buffer;
      readonly stats: Stats;
    }
  | { readonly type: "link"; readonly name: Buffer; readonly path: Buffer; readonly to: Buffer; readonly stats: Stats };

/** A place in a tree that is being walked. */
export interface TreePlace {
  readonly path: Buffer;
  /** The real path of the tree's top. */
  readonly root: string;
  /** Real paths from the top down to here. */
  readonly above: readonly string[];
}

/** The top of a tree. */
export function treeTop(path: string): TreePlace {
  const root = realOf(Buffer.from(path));
  return { path: Buffer.from(path), root, above: [root] };
}

/** A directory in a tree. @throws an `ELOOP` error where links lead back to a folder above */
export function treeChild(place: TreePlace, path: Buffer): TreePlace {
  const real = realOf(path);
  if (!place.above.includes(real)) return { path, root: place.root, above: [...place.above, real] };
  throw Object.assign(new Error(`links lead in a circle at ${path.toString()}`), { code: "ELOOP" });
}

/**
 * The entries of a directory, in whatever order it has them: none is held, so that it may have millions. Links are
 * followed, except those that lead to a place inside the tree: a copy of the tree gets a link that leads to the same
 * place of the copy. A link that leads nowhere is left out.
 */
export function* readTree(place: TreePlace): Generator<TreeEntry, void, undefined> {
  for (const { name } of directoryEntries(place.path)) {
    const entry = entryOf(place, name);
    if (entry) yield entry;
  }
}

/** The same in byte order, for which all names are held, and nothing but the names. */
export function* readSortedTree(place: TreePlace): Generator<TreeEntry, void, undefined> {
  const names = Array.from(directoryEntries(place.path), ({ name }) => name);
  for (const name of names.sort((left, right) => left.compare(right))) {
    const entry = entryOf(place, name);
    if (entry) yield entry;
  }
}

function entryOf(place: TreePlace, name: Buffer): TreeEntry | undefined {
  const path = joinBytes(place.path, name);
  const own = lstatSync(path);
  const stats = own.isSymbolicLink() ? statOrNothing(path) : own;
  if (!stats) return undefined;
  if (own.isSymbolicLink()) {
    const here = place.above.at(-1) ?? place.root;
    const real = realOf(path);
    if (isInside(real, place.root) && isInside(here, place.root))
      return { type: "link", name, path, to: Buffer.from(relative(here, real) || ".", "latin1"), stats };
  }
  const type = stats.isFile() ? "file" : stats.isDirectory() ? "directory" : "other";
  return { type, name, path, stats };
}

/** Joins a folder and a name. */
export function joinBytes(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, Buffer.from("/"), name]);
}

/** Whether a path is a folder or lies in it; both without links. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

/** One character for each byte, so that paths can be compared and taken apart whatever their bytes are. */
function realOf(path: Buffer): string {
  return realpathSync(path, { encoding: "buffer" }).toString("latin1");
}

function statOrNothing(path: Buffer): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
