import { join } from "node:path";

/** Where things are below a home. Everything that knows a file name of the run folder is here. */
export interface RunLayout {
  readonly home: string;
  readonly runs: string;
  readonly catalogue: string;
  runFolder(run: string): string;
  runFile(run: string): string;
}

/** The journal and the blobs of a run, in its folder. */
export const runFileName = "run.db";

/** Prefixes of folders on their way into or out of existence. Names of runs never begin with a dot. */
export const newFolderPrefix = ".new-";
export const removedFolderPrefix = ".removed-";

export function createRunLayout(home: string): RunLayout {
  const runs = join(home, "runs");
  return {
    home,
    runs,
    catalogue: join(home, "catalogue.db"),
    runFolder: (run) => join(runs, run),
    runFile: (run) => join(runs, run, runFileName),
  };
}
