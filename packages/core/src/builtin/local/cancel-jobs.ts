import { findJobProcesses, isProcessAlive, signalAll, type ProcessEntry } from "@sluice/connector-kit";
import { sleep } from "../../timers.ts";
import { readExit, recordKill, type JobRecord } from "./job-record.ts";

/** How long processes get to vanish after SIGKILL, in milliseconds: only those stuck in the kernel need any. */
const killPatience = 5000;

/**
 * Ends jobs with all of their processes, also those that left the job's group. SIGTERM goes to the groups as a whole,
 * where wrappers catch it and go on to write how the job ended; SIGKILL takes the wrappers along.
 */
export async function cancelJobs(input: {
  readonly jobs: readonly JobRecord[];
  readonly graceMs: number;
  readonly signal: AbortSignal;
}): Promise<void> {
  const jobs = [...input.jobs];
  send(jobs, "SIGTERM");
  if (await gone(jobs, input.graceMs, input.signal)) return;
  const killed = jobs.filter(runs);
  const deadline = Date.now() + killPatience;
  do send(jobs, "SIGKILL");
  while (!(await gone(jobs, 100, input.signal)) && Date.now() < deadline);
  for (const job of killed) recordKill(job.directory);
}

function send(jobs: readonly JobRecord[], signal: "SIGTERM" | "SIGKILL"): void {
  const found = strays(jobs);
  jobs.forEach((job, index) => {
    const wrapper = runs(job) ? job.wrapper?.pid : undefined;
    if (wrapper !== undefined) signalAll([-wrapper], signal);
    const others = found[index]?.filter((entry) => wrapper === undefined || entry.group !== wrapper) ?? [];
    signalAll(
      others.map((entry) => entry.pid),
      signal,
    );
  });
}

/** Waits until nothing of the jobs is left; false when the time is over. */
async function gone(jobs: readonly JobRecord[], milliseconds: number, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  for (let pause = 5; ; pause = Math.min(pause * 1.5, 100)) {
    if (!jobs.some(runs) && strays(jobs).every((found) => found.length === 0)) return true;
    const left = deadline - Date.now();
    if (left <= 0) return false;
    await sleep(Math.min(pause, left), signal);
  }
}

function runs(job: JobRecord): boolean {
  return job.wrapper !== undefined && readExit(job.directory) === undefined && isProcessAlive(job.wrapper);
}

/** A wrapper that lives on may serve other jobs, unless it was isolated for this one; a dead one serves none. */
function strays(jobs: readonly JobRecord[]): ProcessEntry[][] {
  return findJobProcesses(
    jobs.map(({ directory, wrapper }) => ({ directory, ...(wrapper !== undefined && { wrapper: wrapper.pid }) })),
  );
}
