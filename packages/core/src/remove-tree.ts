import { chmodSync, lstatSync, opendirSync, rmdirSync, unlinkSync } from "node:fs";
import { createGiveWay } from "./give-way.ts";

/**
 * Removes a folder and everything in it. Jobs leave folders without write permission and names that are not UTF-8
 * behind; what belongs to us goes all the same. Nothing is held of what goes: a folder may have millions of entries.
 * @throws errors of the file system
 */
export async function removeTree(folder: string | Buffer): Promise<void> {
  const giveWay = createGiveWay();

  /** Names stay bytes. Links are removed, never followed. */
  async function remove(path: Buffer): Promise<void> {
    try {
      const stats = lstatSync(path);
      if (!stats.isDirectory()) return unlinkSync(path);
      if ((stats.mode & 0o700) !== 0o700) chmodSync(path, 0o700);
      // Some file systems leave entries out when others are removed while they are read: those are found the next time.
      while (await removeEntries(path));
      return rmdirSync(path);
    } catch (error) {
      // Somebody else removes it as well.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }

  /** Whether there were any. */
  async function removeEntries(path: Buffer): Promise<boolean> {
    let found = false;
    // The types do not know that names can be had as bytes here too.
    const directory = opendirSync(path, { encoding: "buffer" as BufferEncoding, bufferSize: 512 });
    try {
      for (let entry = directory.readSync(); entry; entry = directory.readSync()) {
        found = true;
        await remove(Buffer.concat([path, Buffer.from("/"), entry.name as unknown as Buffer]));
        await giveWay();
      }
    } finally {
      directory.closeSync();
    }
    return found;
  }

  await remove(typeof folder === "string" ? Buffer.from(folder) : folder);
}
