import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Database, RunOptions, RunSummary } from "@sluice/contracts";
import { optionsAfter, readEvents } from "./read-events.ts";

/** Something that can go, and why. */
export interface Garbage {
  readonly path: string;
  readonly reason: string;
  readonly bytes: number;
}

/**
 * Job folders of runs that ended before a moment and whose outputs were placed in a folder of the user's. Those of
 * other runs are needed for resuming, or hold the outputs.
 */
export async function unneededJobFolders(database: Database, endedBefore: number): Promise<Garbage[]> {
  const found: Garbage[] = [];
  for (const summary of await database.listRuns()) {
    if (!isOver(summary, endedBefore) || !(await hasPublished(database, summary.run))) continue;
    const path = join(database.runFolder(summary.run), "jobs");
    const bytes = await sizeOf(path);
    if (bytes !== undefined) found.push({ path, bytes, reason: `run ${summary.run} is completed` });
  }
  return found;
}

/** Bytes below a path, links not followed; undefined when there is nothing. */
export async function sizeOf(path: string): Promise<number | undefined> {
  const info = await lstat(path).catch(() => undefined);
  if (info === undefined) return undefined;
  if (!info.isDirectory()) return info.size;
  const names = await readdir(path).catch(() => [] as string[]);
  let sum = 0;
  for (const name of names) sum += (await sizeOf(join(path, name))) ?? 0;
  return sum;
}

function isOver({ status, endedAt }: RunSummary, endedBefore: number): boolean {
  return status === "completed" && endedAt !== undefined && endedAt <= endedBefore;
}

async function hasPublished(database: Database, run: string): Promise<boolean> {
  let options: RunOptions | undefined;
  await readEvents(database, run, (event) => void (options = optionsAfter(options, event)));
  return options?.outdir !== undefined;
}
