import { closeSync, constants, openSync, rmSync, writeSync } from "node:fs";

/** Never waits for somebody who reads a pipe. */
const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Writes a file with this text. A link in its place is replaced, never written through. */
export function placeLiteral(target: string, contents: string, executable: boolean): void {
  const mode = executable ? 0o777 : 0o666;
  let file: number;
  try {
    file = openSync(target, flags, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ELOOP" && code !== "EMLINK" && code !== "EFTYPE") throw error;
    rmSync(target);
    file = openSync(target, flags, mode);
  }
  try {
    const bytes = Buffer.from(contents);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
  } finally {
    closeSync(file);
  }
}
