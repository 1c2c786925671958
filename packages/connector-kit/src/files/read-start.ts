import { utf8Text } from "@sluice/contracts";
import { closeSync, readSync } from "node:fs";
import { readError } from "./file-error.ts";
import { openFile } from "./open-file.ts";

/**
 * The first bytes of a file as text. A character that the limit cuts in two is left out.
 * @throws `FILE_NOT_FOUND`, `FILE_UNREADABLE`; the latter also for pipes and devices, and what is not UTF-8
 */
export function readStart(path: string, limit: number): string {
  const { file, size } = openFile(path);
  try {
    const chunks: Buffer[] = [];
    for (let left = limit; left > 0;) {
      const chunk = Buffer.allocUnsafe(Math.min(left, 1 << 16));
      const count = readSync(file, chunk);
      if (count === 0) break;
      chunks.push(chunk.subarray(0, count));
      left -= count;
    }
    return utf8Text(Buffer.concat(chunks), { name: path, isCut: size > limit });
  } catch (error) {
    throw readError(path, error);
  } finally {
    closeSync(file);
  }
}
