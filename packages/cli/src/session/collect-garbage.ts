import { lstat, readdir, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Database, RunOptions, RunSummary } from "@sluice/contracts";
import type { JobFolders } from "@sluice/core";
import type { CommandConsole } from "./command-console.ts";
import { discardElsewhere, writeLeft, type Reach } from "./discard-elsewhere.ts";
import { streamNames } from "./job-logs.ts";
import { neverBegan, neverBeganText } from "./never-began.ts";
import { optionsAfter, readEvents } from "./read-events.ts";

/** Something that can go, and why. */
export interface Garbage {
  readonly path: string;
  readonly reason: string;
  readonly bytes: number;
  /** Whether it is gone. */
  readonly remove: (reach: Reach, console: CommandConsole) => Promise<boolean>;
}

/**
 * Job folders of runs that ended before a moment and whose outputs were placed in a folder of the user's, but for what jobs wrote to their
 * streams. Those of other runs are needed for resuming, or hold the outputs.
 */
export async function unneededJobFolders(database: Database, endedBefore: number): Promise<Garbage[]> {
  const found: Garbage[] = [];
  for (const summary of await database.listRuns()) {
    const { run } = summary;
    if (!isOver(summary, endedBefore) || !(await hasPublished(database, run))) continue;
    found.push(...(await ownFolders(database, run)), ...(await foldersElsewhere(database, run)));
    found.push(...(await fetchedCopies(database, run)));
  }
  return found;
}

/** Runs made before a moment whose engines died while they made them. */
export async function runsThatNeverBegan(database: Database, madeBefore: number): Promise<Garbage[]> {
  const found: Garbage[] = [];
  for (const summary of await database.listRuns()) {
    const { run, createdAt } = summary;
    if (createdAt > madeBefore || !(await neverBegan(database, summary))) continue;
    const path = database.runFolder(run);
    const remove = async (): Promise<boolean> => (await database.removeRun({ run }), true);
    found.push({ path, bytes: (await sizeOf(path)) ?? 0, reason: `run ${run} ${neverBeganText}`, remove });
  }
  return found;
}

async function ownFolders(database: Database, run: string): Promise<Garbage[]> {
  const path = join(database.runFolder(run), "jobs");
  const folders = (await readdir(path).catch(() => [] as string[])).map((name) => join(path, name));
  const bytes = await spareBytes(folders);
  if (bytes === undefined) return [];
  const remove = async (): Promise<boolean> => {
    const { discardFolder } = await import("@sluice/core");
    for (const folder of folders) await discardFolder(folder, true);
    await rmdir(path).catch(unlessNotEmpty);
    return true;
  };
  return [{ path, bytes, reason: `run ${run} is completed`, remove }];
}

/** An engine removes them when a run is over, unless it is killed right then. */
async function fetchedCopies(database: Database, run: string): Promise<Garbage[]> {
  const path = join(database.runFolder(run), "fetched");
  const bytes = await sizeOf(path);
  const remove = async (): Promise<boolean> => {
    const { removeFolder } = await import("@sluice/core");
    await removeFolder(path);
    return true;
  };
  return bytes === undefined ? [] : [{ path, bytes, reason: `run ${run} is completed`, remove }];
}

function unlessNotEmpty(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
}

async function foldersElsewhere(database: Database, run: string): Promise<Garbage[]> {
  const { jobFoldersElsewhere } = await import("@sluice/core");
  const found: Garbage[] = [];
  for (const place of await jobFoldersElsewhere(database, run)) {
    const bytes = place.local ? await spareBytes(place.jobs.map(({ directory }) => directory)) : 0;
    if (bytes === undefined) continue;
    const remove = async (reach: Reach, console: CommandConsole): Promise<boolean> => {
      const left = await discardElsewhere(reach, { run, places: [place], keepLogs: true });
      writeLeft(run, left, console);
      return left.length === 0;
    };
    found.push({ path: pathOf(place), bytes, reason: `run ${run} is completed`, remove });
  }
  return found;
}

/** The folder that the folders of jobs are in, with the place when that is another machine. */
function pathOf({ deployment, location, local, jobs }: JobFolders): string {
  const folders = [...new Set(jobs.map(({ directory }) => dirname(directory)))].join(", ");
  return local ? folders : `${deployment}/${location}:${folders}`;
}

/** Bytes in folders of jobs besides what they wrote to their streams; undefined when there is nothing besides. */
async function spareBytes(folders: readonly string[]): Promise<number | undefined> {
  let sum: number | undefined;
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => undefined);
    for (const name of names ?? []) {
      const bytes = (await sizeOf(join(folder, name))) ?? 0;
      if (!streamNames.some((stream) => stream === name) || bytes === 0) sum = (sum ?? 0) + bytes;
    }
    if (names?.length === 0) sum ??= 0;
  }
  return sum;
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
