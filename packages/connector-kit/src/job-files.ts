import { join } from "node:path";

/** The names of what the wrapper keeps in a job's folder. */
export interface JobFiles {
  /** Which process runs the job; there from the moment that the job may have started. */
  readonly pid: string;
  /** How the job ended; unparsable means: not ended yet. */
  readonly exit: string;
  /** Made when the job's time is over. */
  readonly timedOut: string;
}

/** The wrapper's files for the job of a folder. */
export function jobFiles(directory: string): JobFiles {
  return { pid: join(directory, "pid"), exit: join(directory, "exit.json"), timedOut: join(directory, "timed-out") };
}
