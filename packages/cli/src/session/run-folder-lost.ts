import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { SluiceError, type StepFailure } from "@sluice/contracts";
import type { Run, RunResult } from "@sluice/core";

/**
 * Remembers the folder of a run that begins.
 * @returns what makes the result of a run whose folder was deleted meanwhile a failure: nothing of the run can be looked at or resumed
 */
export function watchRunFolder({ folder, id }: Pick<Run, "folder" | "id">): (result: RunResult) => RunResult {
  const before = identityOf(folder);
  return (result) => {
    if (before === undefined || identityOf(folder) === before) return result;
    const error = new SluiceError("RUN_NOT_FOUND", `the folder of run ${id} was deleted while it ran: ${folder}`, {
      hint: "It can be neither resumed nor looked at. Run it anew.",
    });
    const lost: StepFailure = { step: "/", tag: "0", error: error.serialize() };
    return { ...result, status: "failed", failures: [lost, ...result.failures] };
  };
}

/** Whether the folder of a run that ended so is not there any more. */
export function isFolderLost({ failures }: Pick<RunResult, "failures">): boolean {
  return failures.some(({ step, error }) => step === "/" && error.code === "RUN_NOT_FOUND");
}

/** A folder of the same name that somebody made is another one, also where it got the number of the old: it has no journal. */
function identityOf(folder: string): string | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false, bigint: true });
  return stats && `${stats.dev} ${stats.ino} ${existsSync(join(folder, "run.db"))}`;
}
