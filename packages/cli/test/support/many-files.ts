import { closeSync, linkSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";

/** No file system that we know of allows fewer names for one file. */
const namesOfOne = 30_000;

/** A folder with so many empty files: names of a few, which is the fastest way to make them. */
export function makeManyFiles(folder: string, count: number): string {
  mkdirSync(folder);
  for (let index = 0, first = ""; index < count; index += 1) {
    const path = join(folder, `file-${index}.txt`);
    if (index % namesOfOne > 0) linkSync(first, path);
    else {
      closeSync(openSync(path, "w"));
      first = path;
    }
  }
  return folder;
}
