import { opendirSync, type Dirent } from "node:fs";

/** One entry of a directory. Its name is bytes, because names need not be text; links are not followed. */
export interface NamedEntry {
  readonly name: Buffer;
  readonly type: "file" | "directory" | "link" | "other";
}

/** How many entries are read at once. */
const chunk = 512;

/** The entries of a directory, in whatever order it has them. Only a few are held at a time: there may be millions. */
export function* directoryEntries(path: string | Buffer): Generator<NamedEntry, void, undefined> {
  // The types do not know that names can be had as bytes here too.
  const directory = opendirSync(path, { encoding: "buffer" as BufferEncoding, bufferSize: chunk });
  try {
    for (let entry = directory.readSync(); entry; entry = directory.readSync())
      yield { name: entry.name as unknown as Buffer, type: typeOf(entry) };
  } finally {
    directory.closeSync();
  }
}

function typeOf(entry: Dirent): NamedEntry["type"] {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "link" : "other";
}
