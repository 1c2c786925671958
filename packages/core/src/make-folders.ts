import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it; one that is there already is fine. The recursive form of Node's `mkdir` never returns where a file
 * system refuses new folders by saying that the folder above is not there, as `/proc` does.
 * @param folder - absolute
 * @param mode - of new folders. Default: 0o777, less the umask
 * @throws errors of the file system
 */
export function makeFolders(folder: string, mode = 0o777): void {
  const fault = tryMake(folder, mode);
  if (fault === undefined) return;
  if (fault.code === "ENOENT" && !isFolder(dirname(folder)) && dirname(folder) !== folder) {
    makeFolders(dirname(folder), mode);
  }
  // Once more, also because somebody else may have made the folder above in the meantime.
  const again = fault.code === "ENOENT" ? tryMake(folder, mode) : fault;
  if (again) throw again;
}

function tryMake(folder: string, mode: number): NodeJS.ErrnoException | undefined {
  try {
    mkdirSync(folder, { mode });
    return undefined;
  } catch (error) {
    return isFolder(folder) ? undefined : (error as NodeJS.ErrnoException);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
