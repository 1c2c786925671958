import { closeSync, openSync, readSync } from "node:fs";
import { readError } from "./file-error.ts";

/** The first bytes of a file as text. A character that the limit cuts in two is left out. */
export function readStart(path: string, limit: number): string {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const chunks: Buffer[] = [];
    for (let left = limit; left > 0;) {
      const chunk = Buffer.allocUnsafe(Math.min(left, 1 << 16));
      const count = readSync(file, chunk);
      if (count === 0) break;
      chunks.push(chunk.subarray(0, count));
      left -= count;
    }
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.concat(chunks), { stream: true });
  } catch (error) {
    throw readError(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
