import { SluiceError, type Database, type JsonObject, type RunSummary, type Token } from "@sluice/contracts";

/** What a run made, by its journal: all of it when it completed, what was there when it failed. @throws `RUN_STATE` before its end */
export async function readOutputs(database: Database, { run }: RunSummary): Promise<JsonObject> {
  const { createTokenStore } = await import("@sluice/core");
  await using store = await database.openRun({ run, readonly: true });
  let outputs: Readonly<Record<string, Token>> | undefined;
  for await (const { type, data } of store.read()) {
    if (type === "run_started") outputs = undefined;
    if (type === "run_completed" || type === "run_failed") ({ outputs } = data);
  }
  if (outputs !== undefined) return await createTokenStore(store).readAll(outputs);
  const { status } = await store.summary();
  throw new SluiceError("RUN_STATE", `run ${run} is ${status}: it has no outputs yet`, {
    hint: `'sluice resume ${run}' goes on with it.`,
  });
}
