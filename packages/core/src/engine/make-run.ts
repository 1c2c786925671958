import { isSluiceError, SluiceError, type Database, type RunStore } from "@sluice/contracts";

/**
 * Makes a run. Its name is free, too, when all that has it is a run that never began: an engine died while it made it.
 * @throws `RUN_STATE` when the name is taken, also by somebody who is making the run right now
 */
export async function makeRun(database: Database, input: Parameters<Database["createRun"]>[0]): Promise<RunStore> {
  try {
    return await database.createRun(input);
  } catch (error) {
    if (!isCode(error, "RUN_STATE") || !(await isLeft(database, input.run))) throw error;
    try {
      await database.removeRun({ run: input.run });
    } catch (again) {
      // Somebody else had the same idea: who is first has the name.
      if (isCode(again, "RUN_LOCKED")) throw error;
      if (!isCode(again, "RUN_NOT_FOUND")) throw again;
    }
    return database.createRun(input);
  }
}

/** What is to be said of a run that is only a name. */
export function neverBegan(run: string): SluiceError {
  return new SluiceError("RUN_STATE", `run ${run} never began: its engine ended while it made the run`, {
    hint: `'sluice run' can use the id again (--run-id ${run}); 'sluice gc' and 'sluice rm ${run}' remove what is there.`,
  });
}

/** Whether a run has no event and nobody who could write the first one. */
async function isLeft(database: Database, run: string): Promise<boolean> {
  try {
    await using store = await database.openRun({ run, readonly: true });
    // In this order: a maker that is done meanwhile has left events behind.
    if ((await store.leaseHolder()) !== undefined) return false;
    for await (const _event of store.read()) return false;
    return true;
  } catch (error) {
    if (isSluiceError(error)) return false;
    throw error;
  }
}

function isCode(error: unknown, code: SluiceError["code"]): boolean {
  return isSluiceError(error) && error.code === code;
}
