import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** SHA-256 of a file; of a directory, that of its names and their checksums. */
export async function checksum(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  if ((await stat(path)).isDirectory()) {
    for (const name of (await readdir(path)).sort()) {
      hash.update(`${name}\0${await checksum(join(path, name), signal)}\n`);
    }
  } else {
    await pipeline(createReadStream(path), hash, { signal });
  }
  return hash.digest("hex");
}
