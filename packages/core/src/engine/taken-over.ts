import { isSluiceError, SluiceError } from "@sluice/contracts";

/** Why an engine ends that has lost its run to another one. */
export function takenOver(run: string, cause: unknown): SluiceError {
  return new SluiceError("RUN_LOCKED", `another engine took over the run ${run}, so this one has stopped`, {
    hint: "It goes on there; nothing is lost.",
    cause,
  });
}

/** Why a run whose journal could not be written ends: whoever finds more in it than they wrote has lost the run. */
export function fatalError(run: string, error: unknown): unknown {
  return isSluiceError(error) && error.code === "JOURNAL_CONFLICT" ? takenOver(run, error) : error;
}
