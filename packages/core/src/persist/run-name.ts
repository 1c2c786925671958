import { SluiceError } from "@sluice/contracts";

/** Names of runs are names of folders, so they must mean the same on every file system and never leave `runs/`. */
const runNamePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

export function isRunName(run: string): boolean {
  return runNamePattern.test(run);
}

/** @throws `USAGE` for a name that cannot be a folder */
export function checkNewRunName(run: string): void {
  if (isRunName(run)) return;
  throw new SluiceError("USAGE", `${JSON.stringify(run)} cannot be the name of a run.`, {
    hint: "Use letters, digits, dots, dashes and underscores, beginning with a letter or digit.",
  });
}

/** @throws `RUN_NOT_FOUND` for a name that no run can have */
export function checkRunName(run: string): void {
  if (!isRunName(run)) throw runNotFound(run);
}

export function runNotFound(run: string): SluiceError {
  return new SluiceError("RUN_NOT_FOUND", `There is no run ${JSON.stringify(run)}.`, {
    hint: "`sluice list` shows the runs that there are.",
  });
}

/** The name of a new run is taken. */
export function runExists(run: string, cause?: unknown): SluiceError {
  return new SluiceError("RUN_STATE", `there is a run ${run} already`, {
    hint: `Choose another id; 'sluice resume ${run}' goes on with that run, 'sluice rm ${run}' removes it.`,
    cause,
  });
}
