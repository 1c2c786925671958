import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { SluiceError } from "@sluice/contracts";

/**
 * Makes sure, before hours of work, that something can be placed in a folder.
 * @param option - what names the folder, or a file in it
 * @throws `FILE_UNWRITABLE`
 */
export async function checkOutdir(outdir: string, option = "--outdir"): Promise<void> {
  const existing = await nearestExisting(outdir);
  const info = await stat(existing);
  const what = existing === outdir ? "it" : existing;
  const hint = `Name another folder with ${option}.`;
  if (!info.isDirectory())
    throw new SluiceError("FILE_UNWRITABLE", `outputs cannot go to ${outdir}: ${what} is not a directory`, { hint });
  try {
    await access(existing, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new SluiceError("FILE_UNWRITABLE", `outputs cannot go to ${outdir}: ${what} is not writable`, {
      hint,
      cause: error,
    });
  }
}

async function nearestExisting(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== "ENOENT" && error.code !== "ENOTDIR",
    );
    if (found || at === dirname(at)) return at;
  }
}
