import { linkSync, readFileSync, writeFileSync } from "node:fs";
import type { ProcessIdentity } from "./process-identity.ts";

/** Marks jobs as started by one process. */
export interface PidFileWriter {
  /** False when there is such a file already, of whatever process. */
  mark(file: string): boolean;
}

/**
 * All jobs of one wrapper share one file: each gets a hard link to it. Making a link is as exclusive as creating a
 * file, never leaves half of one, and takes no new inode, the dearest thing to make on many file systems.
 */
export function createPidFileWriter(identity: ProcessIdentity): PidFileWriter {
  let latest: string | undefined;
  const link = (file: string): boolean | undefined => {
    if (latest === undefined) return undefined;
    try {
      linkSync(latest, file);
      return true;
    } catch (error) {
      // Anything else: another file system, too many links, or the folder of the latest job is gone.
      return (error as NodeJS.ErrnoException).code === "EEXIST" ? false : undefined;
    }
  };
  return {
    mark: (file) => {
      const made = link(file) ?? create(file, `${JSON.stringify(identity)}\n`);
      if (made) latest = file;
      return made;
    },
  };
}

/** The process that runs the job of a folder; undefined when none was started for sure. */
export function readPidFile(file: string): ProcessIdentity | undefined {
  try {
    const value = JSON.parse(readFileSync(file, "utf8")) as Partial<ProcessIdentity>;
    const { pid, start } = value;
    return typeof pid === "number" && pid > 1 && typeof start === "string" ? { pid, start } : undefined;
  } catch {
    return undefined;
  }
}

function create(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  if (readPidFile(file) !== undefined) return false;
  // Its writer died before a word was written, so before anything was started.
  writeFileSync(file, text);
  return true;
}
