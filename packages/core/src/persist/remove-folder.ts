import { chmod, lstat, readdir, rm, rmdir, unlink } from "node:fs/promises";
import { errorCode, toWriteError } from "./file-error.ts";

/**
 * Removes a folder and everything in it. Jobs leave folders without write permission and names that are not UTF-8
 * behind; what belongs to us goes all the same.
 * @throws `FILE_UNWRITABLE` for what belongs to somebody else
 */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
    // Names that are not UTF-8 look like missing files to the call above.
    if (await isGone(folder)) return;
  } catch {
    // The careful way below works, or says why not.
  }
  try {
    await removeTree(Buffer.from(folder));
  } catch (error) {
    throw toWriteError(error, folder);
  }
}

async function isGone(folder: string): Promise<boolean> {
  return lstat(folder).then(
    () => false,
    (error: unknown) => errorCode(error) === "ENOENT",
  );
}

/** Names stay bytes. Links are removed, never followed. */
async function removeTree(folder: Buffer): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true, encoding: "buffer" })) {
    const path = Buffer.concat([folder, Buffer.from("/"), entry.name]);
    await (entry.isDirectory() ? removeTree(path) : unlink(path));
  }
  await rmdir(folder);
}
