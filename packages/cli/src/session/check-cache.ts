import { stat } from "node:fs/promises";
import { SluiceError } from "@sluice/contracts";
import { makeFolders } from "@sluice/core/listing";

/**
 * Makes sure, before anything runs, that results can be kept in a folder. One that is there and cannot be written is fine: what others
 * keep in it may be used. @throws `FILE_UNWRITABLE`
 */
export async function checkCache(folder: string): Promise<void> {
  const info = await stat(folder).catch(() => undefined);
  if (info?.isDirectory() === true) return;
  const hint = "Name another folder with --cache.";
  if (info !== undefined)
    throw new SluiceError("FILE_UNWRITABLE", `results cannot be kept in ${folder}: it is not a directory`, { hint });
  try {
    makeFolders(folder);
  } catch (cause) {
    const { message } = cause as Error;
    throw new SluiceError("FILE_UNWRITABLE", `results cannot be kept in ${folder}: ${message}`, { hint, cause });
  }
}
