import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createRunLayout, runFileName } from "./run-layout.ts";

/** Younger ones may be about to become a run. */
const defaultAge = 60 * 60 * 1000;

/**
 * Absolute paths of folders among the runs of a home that hold no run: left by a creation or a removal that was cut
 * short. Whoever collects garbage passes them to `removeFolder`.
 * @param input.olderThan - only those that did not change for so many milliseconds; default: an hour
 */
export function strayFolders(input: {
  readonly home: string;
  readonly olderThan?: number;
  readonly now?: number;
}): string[] {
  const { runs } = createRunLayout(input.home);
  if (!existsSync(runs)) return [];
  const limit = (input.now ?? Date.now()) - (input.olderThan ?? defaultAge);
  return readdirSync(runs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ name: entry.name, path: join(runs, entry.name) }))
    .filter(({ name, path }) => name.startsWith(".") || !existsSync(join(path, runFileName)))
    .filter(({ path }) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? limit) < limit)
    .map(({ path }) => path);
}
