import { basename, dirname } from "node:path";
import { nearestName } from "../command-line/nearest-name.ts";

/** "Did you mean …?" for a file that is not there, if its folder has one of a similar name. */
export async function similarFile(path: string): Promise<string | undefined> {
  const { readdir } = await import("node:fs/promises");
  const names = await readdir(dirname(path)).catch(() => [] as string[]);
  const nearest = nearestName(basename(path), names);
  return nearest === undefined ? undefined : `Did you mean '${nearest}'?`;
}
