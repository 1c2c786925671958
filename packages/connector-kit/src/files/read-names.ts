import { SluiceError, type DirectoryEntry } from "@sluice/contracts";
import { directoryEntries } from "./directory-entries.ts";

/**
 * The entries of a directory. Names are bytes, and strings can carry only those that are UTF-8; the others are handed
 * to `refuse` in a readable form, which decides whether they matter.
 */
export function* readNames(
  directory: string,
  refuse: (name: string) => boolean,
): Generator<DirectoryEntry, void, undefined> {
  for (const { name: bytes, type } of directoryEntries(directory)) {
    const name = bytes.toString();
    if (!name.includes("\ufffd") || Buffer.from(name).equals(bytes)) yield { name, type };
    else if (refuse(name)) {
      const text = `${directory} has an entry whose name is not UTF-8: ${JSON.stringify(name)}.`;
      throw new SluiceError("FILE_UNREADABLE", text, { hint: "Rename it before it becomes an output." });
    }
  }
}
