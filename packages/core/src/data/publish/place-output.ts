import {
  constants,
  linkSync,
  lstatSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { copyFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SluiceError } from "@sluice/contracts";
import { makeFolders } from "../../make-folders.ts";
import { removeTree } from "../../remove-tree.ts";
import { isInside } from "../read-tree.ts";
import { partName } from "./publication.ts";

/** Puts outputs into their folder, each whole or not at all. */
export interface OutputPlacer {
  /** Links a file of the run, copies any other. Answers with the bytes and where they can be read now. */
  file(source: string, target: string): Promise<PlacedFile>;
  text(contents: string, target: string): Promise<PlacedFile>;
  /** A link to a place in the same folder. */
  link(to: Buffer, target: string): void;
  /**
   * Makes a folder and what `fill` puts into it. A new one is seen when all is in it. What is there already, from an earlier time or of
   * the user, stays beside what comes. A link in its place is replaced, never followed, unless it is the folder of outputs itself.
   */
  folder<Value>(target: string, fill: () => Promise<Value>, isTop?: boolean): Promise<Value>;
}

/** A file in its place. */
export interface PlacedFile {
  readonly size: number;
  /** Where it is at this moment. */
  readonly at: string;
}

/** A folder that nobody sees yet, and what it is going to be. */
interface Unseen {
  readonly target: string;
  readonly part: string;
}

/** Makes a placer for a run whose folder is `owned`. {@link beginPublication} made sure that nothing has its temporary names. */
export function createOutputPlacer(owned: string, outdir: string): OutputPlacer {
  const realOwned = realpathOrSelf(owned);
  const name = partName(owned);
  let unseen: Unseen | undefined;

  /** Where something is made that is going to be at a path. */
  const actual = (target: string): string =>
    unseen && isInside(target, unseen.target) ? unseen.part + target.slice(unseen.target.length) : target;

  async function put(target: string, write: (path: string) => Promise<void> | void): Promise<PlacedFile> {
    const at = actual(target);
    if (at !== target) await write(at);
    // A folder among the outputs may be another file system.
    else if (!(await swapIn(join(outdir, name), at, write))) await swapIn(join(dirname(at), name), at, write);
    return { size: statSync(at).size, at };
  }

  /** False where a file cannot be renamed from one place to the other. */
  async function swapIn(part: string, at: string, write: (path: string) => Promise<void> | void): Promise<boolean> {
    try {
      await write(part);
      renameSync(part, at);
      return true;
    } catch (error) {
      await removeTree(part);
      if (codeOf(error) !== "EXDEV" || dirname(part) === dirname(at)) throw error;
      return false;
    }
  }

  async function bring(source: string, path: string): Promise<void> {
    if (isInside(source, realOwned) && tryLink(source, path)) return;
    await copyFile(source, path, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  }

  /** Fills a folder that is not there yet; false where it cannot appear at once, or somebody made one of its name meanwhile. */
  async function appear(target: string, part: string, fill: () => Promise<void>): Promise<boolean> {
    try {
      makeFolders(part);
      unseen = { target, part };
      await fill();
      renameSync(part, target);
      return true;
    } catch (error) {
      await removeTree(part);
      if (codeOf(error) === "EXDEV") return false;
      if (takenCodes.has(codeOf(error)) && lstatSync(target, { throwIfNoEntry: false })) return false;
      throw error;
    } finally {
      unseen = undefined;
    }
  }

  return {
    async file(source, target) {
      const real = realpathSync(source);
      const stats = statSync(real);
      const at = actual(target);
      const there = lstatSync(at, { throwIfNoEntry: false });
      // Renaming one name of a file to another of its names does nothing, and would leave the temporary one.
      if (there?.dev === stats.dev && there.ino === stats.ino) return { size: stats.size, at };
      if (!stats.isFile()) throw new SluiceError("FILE_UNREADABLE", `${source} is no file but a device or a pipe`);
      if (there && at !== target) await removeTree(at);
      return put(target, (path) => bring(real, path));
    },
    text: (contents, target) => put(target, (path) => writeFileSync(path, contents)),
    link(to, target) {
      const at = actual(target);
      if (lstatSync(at, { throwIfNoEntry: false })?.isDirectory() === false) rmSync(at);
      symlinkSync(to, Buffer.from(at));
    },
    async folder(target, fill, isTop = false) {
      const at = actual(target);
      const there = lstatSync(at, { throwIfNoEntry: false });
      if (!there && at === target) {
        makeFolders(dirname(target));
        const filled: Awaited<ReturnType<typeof fill>>[] = [];
        const part = join(isTop ? dirname(target) : outdir, name);
        if (await appear(target, part, async () => void filled.push(await fill()))) return filled[0] as never;
      }
      if (there?.isSymbolicLink() === true && !isTop) rmSync(at);
      makeFolders(at);
      return fill();
    },
  };
}

/** What says that something of a name is there. */
const takenCodes: ReadonlySet<unknown> = new Set(["EEXIST", "ENOTEMPTY", "ENOTDIR", "EISDIR"]);

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException | undefined)?.code;
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

function realpathOrSelf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
