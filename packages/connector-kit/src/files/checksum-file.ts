import { createHash, hash } from "node:crypto";
import { closeSync, createReadStream, readFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { openFile } from "./open-file.ts";

/** Up to this many bytes reading at once is faster than a stream, and too short to be felt. */
const small = 1 << 20;

/**
 * SHA-1 of a file of so many bytes in CWL's form: `sha1$` and 40 hexadecimal digits. Names need not be text.
 * @throws `FILE_NOT_FOUND`, `FILE_UNREADABLE`; the latter also for pipes and devices
 */
export async function checksumFile(path: string | Buffer, size: number): Promise<string> {
  const { file } = openFile(path);
  try {
    if (size <= small) return `sha1$${hash("sha1", readFileSync(file))}`;
    const digest = createHash("sha1");
    await pipeline(createReadStream("", { fd: file, autoClose: false, highWaterMark: small }), digest);
    return `sha1$${digest.digest("hex")}`;
  } finally {
    closeSync(file);
  }
}
