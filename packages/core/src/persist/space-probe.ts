import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { isNoSpace } from "./file-error.ts";

const probeBytes = 64 * 1024;

/**
 * Whether writing beside a file fails for want of space. SQLite reports a used-up quota as a plain write error and
 * hides the number of the system's error; writing a little ourselves tells.
 */
export function hasNoSpaceBeside(path: string): boolean {
  const probe = join(dirname(path), `.space-probe-${process.pid}`);
  try {
    const file = openSync(probe, "w", 0o600);
    try {
      writeSync(file, Buffer.alloc(probeBytes));
      // Network file systems may notice a quota only when the data leave this machine.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return false;
  } catch (error) {
    return isNoSpace(error);
  } finally {
    rmSync(probe, { force: true });
  }
}
