import { removeTree } from "../remove-tree.ts";
import { toWriteError } from "./file-error.ts";

/** Removes a folder and everything in it. @throws `FILE_UNWRITABLE` for what belongs to somebody else */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await removeTree(folder);
  } catch (error) {
    throw toWriteError(error, folder);
  }
}
