import { isSluiceError, SluiceError, utf8Text, type FileStat } from "@sluice/contracts";
import { constants, lstatSync, realpathSync, statSync } from "node:fs";
import { open, readdir } from "node:fs/promises";
import type { FileQuestions } from "./file-questions.ts";

/** The files of the engine's own machine, for operations that run in its process. */
export const localFiles: FileQuestions = {
  // Asking synchronously is several times faster than through a thread, and too short to be felt.
  stat: ({ paths, follow = true }) => Promise.resolve(paths.map((path) => statNow(path, follow))),
  realpath: ({ paths }) => Promise.resolve(paths.map(realpathNow)),
  read: ({ paths, limit }) => Promise.all(paths.map((path) => readStart(path, limit))),
  list: async ({ directory, types }) => {
    try {
      const entries = await readdir(directory, { withFileTypes: true });
      return entries
        .map((entry) => ({ name: entry.name, type: typeOf(entry) }))
        .filter(({ type }) => types?.includes(type) ?? true)
        .toSorted((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name)));
    } catch (cause) {
      throw fileError(directory, cause);
    }
  },
};

function statNow(path: string, follow: boolean): FileStat | undefined {
  try {
    const found = (follow ? statSync : lstatSync)(path, { throwIfNoEntry: false });
    return found && { type: typeOf(found), size: found.size, modifiedAt: found.mtimeMs };
  } catch {
    // A file where a folder should be, a circle of links, a closed folder: there is nothing to be had at the path.
    return undefined;
  }
}

function realpathNow(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // As above: there is nothing to be had at the path.
    return undefined;
  }
}

interface Kind {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function typeOf(kind: Kind): FileStat["type"] {
  if (kind.isFile()) return "file";
  if (kind.isDirectory()) return "directory";
  return kind.isSymbolicLink() ? "link" : "other";
}

async function readStart(path: string, limit: number): Promise<string> {
  try {
    // Without a writer, opening a pipe would wait for one.
    await using handle = await open(path, constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
    const stats = await handle.stat();
    const { size } = stats;
    if (!stats.isFile()) {
      const kind = stats.isDirectory() ? "a directory, not a file" : "no file but a device or a pipe";
      throw new SluiceError("FILE_UNREADABLE", `${path} is ${kind}`);
    }
    const buffer = Buffer.alloc(Math.min(limit, size));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return utf8Text(buffer.subarray(0, bytesRead), { name: path, isCut: size > limit });
  } catch (cause) {
    throw fileError(path, cause);
  }
}

function fileError(path: string, cause: unknown): SluiceError {
  if (isSluiceError(cause)) return cause;
  const missing = (cause as { code?: unknown }).code === "ENOENT";
  return new SluiceError(
    missing ? "FILE_NOT_FOUND" : "FILE_UNREADABLE",
    `${path} ${missing ? "does not exist" : "cannot be read"}`,
    { cause },
  );
}
