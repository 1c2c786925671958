import { didYouMean } from "@sluice/contracts";
import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";

/** "Did you mean …?" for a file that is not there, if its folder has one of a similar name. */
export async function similarFile(path: string): Promise<string | undefined> {
  const names = await readdir(dirname(path)).catch((): string[] => []);
  return didYouMean(basename(path), names);
}
