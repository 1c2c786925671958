import { createHash, type Hash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";

/** What a package has beyond this (bytes) is told apart by names and sizes only: data, not code. */
const mostBytes = 32 * 1024 * 1024;

/** Checksum of a plugin's own files, `sha256-…`: of one file, or of a package's folder without the packages it depends on. */
export async function pluginIntegrity(path: string): Promise<string> {
  const hash = createHash("sha256");
  if ((await stat(path)).isDirectory()) await addFolder(hash, path);
  else hash.update(await readFile(path));
  return `sha256-${hash.digest("base64")}`;
}

async function addFolder(hash: Hash, folder: string): Promise<void> {
  let room = mostBytes;
  for (const file of await filesOf(folder)) {
    const { size } = await stat(file);
    hash.update(`${relative(folder, file)}\0${size}\0`);
    if (size > room) continue;
    room -= size;
    hash.update(await readFile(file));
  }
}

/** All files below a folder in an order that does not depend on the file system. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter(({ name }) => name !== "node_modules" && name !== ".git")
      .map(async (entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return filesOf(path);
        return entry.isFile() ? [path] : [];
      }),
  );
  return files.flat().toSorted();
}
