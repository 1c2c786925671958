import { linkSync, readFileSync, writeFileSync } from "node:fs";
import type { ProcessIdentity } from "./process-identity.ts";
import type { ProcessPlace } from "./process-place.ts";
import { readingFlags } from "./files/open-file.ts";

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
    return identityOf(JSON.parse(readFileSync(file, { encoding: "utf8", flag: readingFlags })));
  } catch {
    return undefined;
  }
}

/** An identity that was kept as JSON; undefined when it is none. */
export function identityOf(value: unknown): ProcessIdentity | undefined {
  const { pid, start, place } = (value ?? {}) as Partial<ProcessIdentity>;
  if (typeof pid !== "number" || pid <= 1 || typeof start !== "string") return undefined;
  return { pid, start, ...(isPlace(place) && { place }) };
}

function isPlace(value: unknown): value is ProcessPlace {
  return typeof value === "object" && value !== null && "host" in value && typeof value.host === "string";
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
