import { SluiceError } from "@sluice/contracts";
import { createHash, hash } from "node:crypto";
import { closeSync, createReadStream, readSync } from "node:fs";
import { readError } from "./file-error.ts";
import { openFile } from "./open-file.ts";

/** Up to this many bytes reading at once is faster than a stream, and too short to be felt. */
const small = 1 << 20;
/** Files that are written to grow while they are read. Some of `/proc` never end, and say that they are empty. */
const mostGrowth = 1 << 26;

/**
 * SHA-1 of a file of so many bytes in CWL's form: `sha1$` and 40 hexadecimal digits. Names need not be text.
 * @throws `FILE_NOT_FOUND`, `FILE_UNREADABLE`; the latter also for pipes and devices, and for what gives far more bytes than it has
 */
export async function checksumFile(path: string | Buffer, size: number): Promise<string> {
  const { file } = openFile(path);
  try {
    const digest = createHash("sha1");
    let count = 0;
    if (size <= small) {
      const start = readBytes(file, size + 1);
      if (start.length <= size) return `sha1$${hash("sha1", start)}`;
      digest.update(start);
      count = start.length;
    }
    for await (const part of createReadStream("", { fd: file, autoClose: false, highWaterMark: small })) {
      const bytes = part as Buffer;
      count += bytes.length;
      if (count > size + mostGrowth)
        throw new SluiceError("FILE_UNREADABLE", `${path.toString()} gives more bytes than it has, without an end`);
      digest.update(bytes);
    }
    return `sha1$${digest.digest("hex")}`;
  } catch (error) {
    throw readError(path.toString(), error);
  } finally {
    closeSync(file);
  }
}

/** The next bytes of a file, fewer only at its end. */
function readBytes(file: number, most: number): Buffer {
  const bytes = Buffer.allocUnsafe(most);
  let filled = 0;
  for (let count = -1; count !== 0 && filled < most; filled += count)
    count = readSync(file, bytes, filled, most - filled, null);
  return bytes.subarray(0, filled);
}
