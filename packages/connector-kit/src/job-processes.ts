import { folderTest, listProcesses, type ProcessEntry } from "./process-table.ts";

/** What the processes of a job can be recognised by. */
export interface JobProcessesQuery {
  /** The wrapper: leader of the job's process group and session. Absent when it runs something else by now. */
  readonly wrapper?: number;
  /** The job's own folder. */
  readonly directory: string;
}

/**
 * The processes of each job, without its wrapper: those of the group or session, those that work in the job's folder
 * or have it in their environment, and all that these started. One look at the process table serves all jobs.
 */
export function findJobProcesses(jobs: readonly JobProcessesQuery[]): ProcessEntry[][] {
  const table = listProcesses().filter((entry) => entry.pid !== process.pid);
  const children = Map.groupBy(table, (entry) => entry.parent);
  const ofWrapper = Map.groupBy(table, (entry) => entry.session || entry.group);
  const outside = new Set(ancestors(table));
  const wrappers = new Set(jobs.map((job) => job.wrapper));
  const escaped = table
    .filter((entry) => !outside.has(entry.pid) && !wrappers.has(entry.session) && !wrappers.has(entry.group))
    .map((entry) => ({ entry, inFolder: folderTest(entry) }));
  return jobs.map(({ wrapper, directory }) => {
    const found = new Map<number, ProcessEntry>();
    const add = (entry: ProcessEntry): void => {
      if (found.has(entry.pid)) return;
      found.set(entry.pid, entry);
      children.get(entry.pid)?.forEach(add);
    };
    if (wrapper !== undefined) ofWrapper.get(wrapper)?.forEach(add);
    for (const { entry, inFolder } of escaped) if (inFolder(directory)) add(entry);
    if (wrapper !== undefined) found.delete(wrapper);
    return [...found.values()];
  });
}

/** The engine's own ancestors: whoever started it from a job's folder is not part of the job. */
function ancestors(table: readonly ProcessEntry[]): number[] {
  const parents = new Map(table.map((entry) => [entry.pid, entry.parent]));
  const found: number[] = [];
  for (let pid: number | undefined = process.ppid; pid !== undefined && pid > 0; pid = parents.get(pid))
    found.push(pid);
  return found;
}

/** Sends a signal to each; those that are gone, or are not ours, are passed over. Negative numbers are groups. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone, or another user's.
    }
  }
}
