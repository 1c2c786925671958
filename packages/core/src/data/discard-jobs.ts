import { lstatSync, readdirSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { isJobFolder, SluiceError, type DataManager } from "@sluice/contracts";
import { removeTree } from "../remove-tree.ts";

/** What jobs wrote, if it went to no file of theirs. */
const logs: readonly string[] = ["stdout", "stderr"];

/** Removes folders of jobs on this machine, and the folder of the run above them when that was all in it. */
export const discardJobs: NonNullable<DataManager["discard"]> = async ({ run, location, jobs, keepLogs, signal }) => {
  if (!location.local) {
    const text = `Folders on ${location.deployment}/${location.name}, which is not on this machine, cannot be removed.`;
    throw new SluiceError("FILE_UNWRITABLE", text, { hint: "Use a data manager that transfers files." });
  }
  for (const { job, directory } of jobs) {
    signal.throwIfAborted();
    if (!isJobFolder({ run, job, directory })) {
      throw new SluiceError("FILE_UNWRITABLE", `${directory} is not the folder of a job of run ${run}; it stays.`);
    }
    try {
      await discardFolder(directory, keepLogs);
      removeIfEmpty(dirname(directory));
    } catch (error) {
      const { message } = error as Error;
      throw new SluiceError("FILE_UNWRITABLE", `${directory} cannot be removed: ${message}`, { cause: error });
    }
  }
};

/** Removes the folder of a job, with or without its logs; empty ones go in any case. */
export async function discardFolder(directory: string, keepLogs: boolean): Promise<void> {
  const stats = lstatSync(directory, { throwIfNoEntry: false });
  if (!stats) return;
  if (!stats.isDirectory() || !keepLogs) return removeTree(directory);
  for (const name of readdirSync(directory, { encoding: "buffer" })) {
    if (!isLog(directory, name.toString())) await removeTree(Buffer.concat([Buffer.from(`${directory}/`), name]));
  }
  removeIfEmpty(directory);
}

function isLog(directory: string, name: string): boolean {
  if (!logs.includes(name)) return false;
  const stats = lstatSync(join(directory, name), { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size > 0;
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "ENOENT") throw error;
  }
}
