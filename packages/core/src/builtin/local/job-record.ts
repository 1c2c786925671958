import { readFileSync, statSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import {
  findJobProcesses,
  formatExitRecord,
  identityOf,
  jobFiles,
  parseExitRecord,
  placeName,
  readingFlags,
  readPidFile,
  signalAll,
  sightProcess,
  type ProcessIdentity,
} from "@sluice/connector-kit";
import type { JobExit, JobHandle, JobStatus, JsonObject } from "@sluice/contracts";
import { replaceFile } from "./replace-file.ts";

/** What a handle of this connector says. */
export interface JobRecord {
  readonly id: string;
  /** The job's own folder. */
  readonly directory: string;
  /** Who runs it; absent when the job had ended before anybody looked. */
  readonly wrapper?: ProcessIdentity;
  /** Milliseconds since 1970. */
  readonly startedAt?: number;
}

/** The handle of a job. */
export function toHandle({ id, directory, wrapper, startedAt }: JobRecord): JobHandle {
  return {
    id,
    data: { directory, ...(wrapper as JsonObject | undefined), ...(startedAt !== undefined && { startedAt }) },
  };
}

/** What a handle says; unknown fields are passed over. */
export function fromHandle({ id, data }: JobHandle): JobRecord {
  const { directory, pid, start, place, startedAt } = data;
  const wrapper = identityOf({ pid, start, place });
  return {
    id,
    directory: directory as string,
    ...(wrapper && { wrapper }),
    ...(typeof startedAt === "number" && { startedAt }),
  };
}

/** Finds the job of a folder; undefined when it was never started. */
export function findRecord(id: string, directory: string): JobRecord | undefined {
  const files = jobFiles(directory);
  const wrapper = readPidFile(files.pid);
  if (wrapper === undefined && readExit(directory) === undefined) return undefined;
  const startedAt = birth(join(directory, "stdout"));
  return { id, directory, ...(wrapper && { wrapper }), ...(startedAt !== undefined && { startedAt }) };
}

/** Where a job stands, by its files and its process. */
export function inspect(record: JobRecord): JobStatus {
  const exit = readExit(record.directory, record.startedAt);
  if (exit !== undefined) return { id: record.id, state: "exited", exit };
  const { id, wrapper } = record;
  const { state } = wrapper === undefined ? { state: "gone" } : sightProcess(wrapper);
  if (state === "running") return { id, state };
  if (state === "unknown") {
    const where = wrapper?.place ? placeName(wrapper.place) : "elsewhere";
    return { id, state: "running", doubt: `its process ${wrapper?.pid} on ${where} cannot be seen from here` };
  }
  // The wrapper may have written its last word between the two looks.
  const late = readExit(record.directory, record.startedAt);
  if (late !== undefined) return { id: record.id, state: "exited", exit: late };
  if (endOrphans(record)) return { id, state: "running" };
  return { id: record.id, state: "lost", reason: "the process that ran the job is gone and left no exit.json" };
}

/** Ends what a job's wrapper left behind: nobody will say how that ends, and a job is lost only when nothing of it is left. */
function endOrphans({ directory }: JobRecord): boolean {
  const orphans = findJobProcesses([{ directory }]).flat();
  signalAll(
    orphans.map(({ pid }) => pid),
    "SIGKILL",
  );
  return orphans.length > 0;
}

/** How the job of a folder ended; undefined while that is not written. */
export function readExit(directory: string, startedAt?: number): JobExit | undefined {
  const file = jobFiles(directory).exit;
  try {
    const exit = parseExitRecord(readFileSync(file, { encoding: "latin1", flag: readingFlags }));
    return exit && withTimes(exit, directory, startedAt);
  } catch {
    return undefined;
  }
}

/** Adds when the job started and, by the age of its last file, when it ended. */
export function withTimes(exit: JobExit, directory: string, startedAt: number | undefined): JobExit {
  const endedAt = statSync(jobFiles(directory).exit, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return {
    ...exit,
    usage: { ...exit.usage, ...(startedAt !== undefined && { startedAt }), endedAt: Math.round(endedAt) },
  };
}

/** Says how a job ended in place of a wrapper that was killed, unless the wrapper could say it itself. */
export function recordKill(directory: string, signal: NodeJS.Signals = "SIGKILL"): void {
  if (readExit(directory) === undefined)
    replaceFile(jobFiles(directory).exit, formatExitRecord({ code: 128 + constants.signals[signal] }));
}

function birth(file: string): number | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats && Math.round(stats.birthtimeMs || stats.ctimeMs);
}
