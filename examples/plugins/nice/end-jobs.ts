import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { findJobProcesses, formatExitRecord, jobFiles, signalAll, sightProcess } from "@sluice/connector-kit";
import { SluiceError } from "@sluice/contracts";
import { findJob, readExit } from "./job-status.ts";

/** Asks jobs to end, with everything that they started; after the grace period nothing of them is left. */
export async function endJobs({
  directories,
  graceMs,
  signal,
}: {
  readonly directories: readonly string[];
  readonly graceMs: number;
  readonly signal: AbortSignal;
}): Promise<void> {
  const all = directories.map((directory) => ({ directory, shell: findJob(directory) }));
  // Elsewhere its number means somebody else.
  const jobs = all.filter(({ shell }) => !shell || sightProcess(shell).state !== "unknown");
  const shells = (): number[] =>
    jobs.flatMap(({ shell }) => {
      const sight = shell && sightProcess(shell);
      return sight?.state === "running" ? [sight.pid] : [];
    });
  const processes = (): number[] =>
    findJobProcesses(jobs.map(({ directory, shell }) => ({ directory, ...(shell && { wrapper: shell.pid }) })))
      .flat()
      .map(({ pid }) => pid);

  const deadline = Date.now() + graceMs;
  // The shell survives this, to write down how its job ended.
  signalAll(processes(), "SIGTERM");
  while (processes().length > 0 || shells().length > 0) {
    if (Date.now() >= deadline) signalAll([...processes(), ...shells()], "SIGKILL");
    await sleep(20, undefined, { signal });
  }
  for (const { directory, shell } of jobs) {
    if (shell && !readExit(directory)) writeFileSync(jobFiles(directory).exit, formatExitRecord({ code: 137 }));
  }
  if (jobs.length < all.length) throw new SluiceError("JOB_UNREACHABLE", "their shells cannot be seen from here");
}
