import type { Engine, JobFolders, LeftFolders } from "@sluice/core";
import type { CommandConsole } from "./command-console.ts";
import { reopenRun } from "./reopen-run.ts";

/** What is needed to reach the environments of runs. */
export interface Reach extends Omit<Parameters<typeof reopenRun>[0], "name"> {
  /** Has the database of the runs. */
  readonly engine: Engine;
}

/**
 * Removes the folders that a run's jobs have below a `workdir`. Those on this machine need nothing but their paths; for others the environment
 * of the run is opened again.
 */
export async function discardElsewhere(
  { engine, ...request }: Reach,
  input: { readonly run: string; readonly places: readonly JobFolders[]; readonly keepLogs: boolean },
): Promise<readonly LeftFolders[]> {
  const { discardJobFolders } = await import("@sluice/core");
  const { run, places, keepLogs } = input;
  const here = places.filter(({ local }) => local);
  const there = places.filter(({ local }) => !local);
  const left = [...(await discardJobFolders({ context: engine.context, run, places: here, keepLogs }))];
  if (there.length === 0) return left;
  try {
    await using own = (await reopenRun({ name: run, ...request })).engine;
    left.push(...(await discardJobFolders({ context: own.context, run, places: there, keepLogs })));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    for (const { deployment, location, jobs } of there)
      left.push({ deployment, location, directories: jobs.map(({ directory }) => directory), reason });
  }
  return left;
}

/** Says what is still there, and where. */
export function writeLeft(run: string, left: readonly LeftFolders[], console: CommandConsole): void {
  for (const { deployment, location, directories, reason } of left) {
    const [first] = directories;
    const which = directories.length === 1 ? `${first}` : `${directories.length} folders, such as ${first}`;
    console.err(`warning: left behind of ${run} on ${deployment}/${location}: ${which} (${reason})\n`);
  }
}
