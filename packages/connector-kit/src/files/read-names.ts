import { readdirSync, type Dirent } from "node:fs";
import { SluiceError } from "@sluice/contracts";

/**
 * The entries of a directory. Names are bytes, and strings can carry only those that are UTF-8; the others are handed
 * to `refuse` in a readable form, which decides whether they matter.
 */
export function readNames(directory: string, refuse: (name: string) => boolean): Dirent[] {
  const entries = readdirSync(directory, { withFileTypes: true });
  if (!entries.some((entry) => entry.name.includes("\ufffd"))) return entries;
  const raw = readdirSync(Buffer.from(directory), { encoding: "buffer" });
  const broken = new Set(
    raw.filter((name) => !Buffer.from(name.toString()).equals(name)).map((name) => name.toString()),
  );
  return entries.filter((entry) => {
    if (!broken.has(entry.name)) return true;
    if (!refuse(entry.name)) return false;
    const text = `${directory} has an entry whose name is not UTF-8: ${JSON.stringify(entry.name)}.`;
    throw new SluiceError("FILE_UNREADABLE", text, { hint: "Rename it before it becomes an output." });
  });
}
