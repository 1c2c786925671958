import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { cp, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { SluiceError } from "@sluice/contracts";

/**
 * Copies a file or directory, following links, and puts it in place when its checksum is that of the original.
 * @returns the checksum of a file in CWL's form; undefined for a directory
 */
export async function copyVerified(source: string, target: string, signal: AbortSignal): Promise<string | undefined> {
  const part = `${target}.part`;
  await rm(part, { recursive: true, force: true });
  await cp(source, part, { recursive: true, dereference: true });
  const [before, after] = await Promise.all([checksum(source, signal), checksum(part, signal)]);
  if (before !== after) {
    await rm(part, { recursive: true });
    throw new SluiceError("STAGING_FAILED", `the copy of ${source} differs from the original`, { retryable: true });
  }
  await rm(target, { recursive: true, force: true });
  await rename(part, target);
  return (await stat(target)).isFile() ? after : undefined;
}

/** SHA-1 of a file; of a directory, that of its names and their checksums. */
export async function checksum(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha1");
  if ((await stat(path)).isDirectory()) {
    for (const name of (await readdir(path)).sort()) {
      hash.update(`${name}\0${await checksum(join(path, name), signal)}\n`);
    }
  } else {
    await pipeline(createReadStream(path), hash, { signal });
  }
  return `sha1$${hash.digest("hex")}`;
}
