import { readFileSync } from "node:fs";
import { jobFiles, parseExitRecord, readPidFile, sightProcess, type ProcessIdentity } from "@sluice/connector-kit";
import type { JobExit, JobStatus } from "@sluice/contracts";

/** The shell that runs the job of a folder; undefined when none was ever started. */
export function findJob(directory: string): ProcessIdentity | undefined {
  return readPidFile(jobFiles(directory).pid);
}

/** How the job of a folder ended; undefined while it is not known. */
export function readExit(directory: string): JobExit | undefined {
  try {
    return parseExitRecord(readFileSync(jobFiles(directory).exit, "utf8"));
  } catch {
    return undefined;
  }
}

/** Where a job stands, by its folder and its process. */
export function jobStatus(id: string, directory: string): JobStatus {
  const shell = findJob(directory);
  const state = shell === undefined ? "gone" : sightProcess(shell).state;
  // In this order: a shell that was gone had no last word left to write.
  const exit = readExit(directory);
  if (exit) return { id, state: "exited", exit };
  if (state === "running") return { id, state };
  // In another container, or on another machine: not to see it is not to know that it is gone.
  if (state === "unknown") return { id, state: "running", doubt: "its shell cannot be seen from here" };
  return { id, state: "lost", reason: "its shell is gone and did not say how the job ended" };
}
