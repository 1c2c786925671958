import { statSync } from "node:fs";

/** Whether there is a file: no folder, and no pipe that nobody writes to. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
