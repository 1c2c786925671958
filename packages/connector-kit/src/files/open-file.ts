import { SluiceError } from "@sluice/contracts";
import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { readError } from "./file-error.ts";

/** How files that jobs or users may have put there are opened: opening a pipe does not wait for its writer. */
export const readingFlags: number = constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK;

/**
 * Opens a file for reading. What waits for somebody or has no end is not read.
 * @throws `FILE_NOT_FOUND`, `FILE_UNREADABLE`; the latter also for what is no file
 */
export function openFile(path: string | Buffer): { readonly file: number; readonly size: number } {
  const name = path.toString();
  let file: number;
  try {
    file = openSync(path, readingFlags);
  } catch (error) {
    // Sockets cannot be opened at all.
    throw (error as NodeJS.ErrnoException).code === "ENXIO" ? noFile(name) : readError(name, error);
  }
  const stats = fstatSync(file);
  if (stats.isFile()) return { file, size: stats.size };
  closeSync(file);
  throw stats.isDirectory() ? new SluiceError("FILE_UNREADABLE", `${name} is a directory, not a file`) : noFile(name);
}

function noFile(name: string): SluiceError {
  return new SluiceError("FILE_UNREADABLE", `${name} is no file but a device or a pipe`);
}
