import { lstatSync, readlinkSync, realpathSync, statSync, type Stats } from "node:fs";
import type { FileStat, LocationFiles } from "@sluice/contracts";
import { compareBytes } from "./byte-order.ts";
import { checksumFile } from "./checksum-file.ts";
import { readError } from "./file-error.ts";
import { globPaths } from "./glob-paths.ts";
import { readNames } from "./read-names.ts";
import { readStart } from "./read-start.ts";

/** The files of this machine, for connectors whose locations share its paths. Short questions are asked synchronously: that is several times faster than in a thread. */
export function createLocalFiles(): LocationFiles {
  return {
    stat: async ({ paths, follow = true }) => paths.map((path) => statPath(path, follow)),
    glob: async ({ directory, patterns }) => patterns.map((pattern) => globPaths(directory, pattern)),
    read: async ({ paths, limit }) => paths.map((path) => readStart(path, limit)),
    checksum: async ({ paths }) => {
      const sums: string[] = [];
      for (const path of paths) sums.push(await checksumOf(path));
      return sums;
    },
    list: async ({ directory, types }) => {
      try {
        const entries = readNames(directory, () => true).filter(({ type }) => types?.includes(type) ?? true);
        return [...entries].sort((left, right) => compareBytes(left.name, right.name));
      } catch (error) {
        throw "errno" in (error as Error) ? readError(directory, error) : error;
      }
    },
    realpath: async ({ paths }) => paths.map((path) => unlessAbsent(path, () => realpathSync(path))),
    readlink: async ({ paths }) =>
      paths.map((path) => (statPath(path, false)?.type === "link" ? readlinkSync(path) : undefined)),
  };
}

async function checksumOf(path: string): Promise<string> {
  try {
    return await checksumFile(path, statSync(path).size);
  } catch (error) {
    throw readError(path, error);
  }
}

function statPath(path: string, follow: boolean): FileStat | undefined {
  const stats = unlessAbsent(path, () => (follow ? statSync : lstatSync)(path, { throwIfNoEntry: false }));
  return stats && { type: typeOf(stats), size: stats.size, modifiedAt: stats.mtimeMs };
}

function unlessAbsent<Value>(path: string, ask: () => Value): Value | undefined {
  try {
    return ask();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP") return undefined;
    throw readError(path, error);
  }
}

function typeOf(entry: Stats): FileStat["type"] {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "link" : "other";
}
