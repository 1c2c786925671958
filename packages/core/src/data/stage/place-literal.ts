import { closeSync, constants, openSync, rmSync, writeSync } from "node:fs";

const { O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;

/** Writes a file with this text. A link in its place is replaced, never written through. */
export function placeLiteral(target: string, contents: string, executable: boolean): void {
  const mode = executable ? 0o777 : 0o666;
  let file: number;
  try {
    file = openSync(target, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ELOOP" && code !== "EMLINK" && code !== "EFTYPE") throw error;
    rmSync(target);
    file = openSync(target, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode);
  }
  try {
    const bytes = Buffer.from(contents);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
  } finally {
    closeSync(file);
  }
}
