import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolders } from "../../make-folders.ts";

/** Nobody else may look into runs, wherever their folders are. */
const ownOnly = 0o700;

/** Makes the folder of a job, and that of the run which it is in; what lies above them is somebody else's, and made as folders usually are. */
export function makeJobFolder(directory: string): void {
  try {
    mkdirSync(directory, { mode: ownOnly });
  } catch {
    const run = dirname(directory);
    makeFolders(dirname(run));
    makeFolders(run, ownOnly);
    makeFolders(directory, ownOnly);
  }
}
