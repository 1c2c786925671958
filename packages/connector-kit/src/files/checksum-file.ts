import { createHash, hash } from "node:crypto";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { readError } from "./file-error.ts";

/** Up to this many bytes reading at once is faster than a stream, and too short to be felt. */
const small = 1 << 20;

/** SHA-1 of a file in CWL's form. */
export async function checksumFile(path: string): Promise<string> {
  try {
    if (statSync(path).size <= small) return `sha1$${hash("sha1", readFileSync(path))}`;
    const digest = createHash("sha1");
    await pipeline(createReadStream(path, { highWaterMark: small }), digest);
    return `sha1$${digest.digest("hex")}`;
  } catch (error) {
    throw readError(path, error);
  }
}
