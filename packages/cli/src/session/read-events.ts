import type { Database, StoredRunEvent } from "@sluice/contracts";

/** Calls back for each event of a run's journal, in order, without driving the run. */
export async function readEvents(
  database: Database,
  run: string,
  each: (event: StoredRunEvent) => void,
): Promise<void> {
  await using store = await database.openRun({ run, readonly: true });
  for await (const event of store.read()) each(event);
}
