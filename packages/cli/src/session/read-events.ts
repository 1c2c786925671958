import type { Database, RunOptions, StoredRunEvent } from "@sluice/contracts";

/** Calls back for each event of a run's journal, in order, without driving the run. */
export async function readEvents(
  database: Database,
  run: string,
  each: (event: StoredRunEvent) => void,
): Promise<void> {
  await using store = await database.openRun({ run, readonly: true });
  for await (const event of store.read()) each(event);
}

/** A run's options after an event: each resume may change some. */
export function optionsAfter(before: RunOptions | undefined, event: StoredRunEvent): RunOptions | undefined {
  if (event.type === "run_created") return event.data.options;
  if (event.type !== "run_started" || before === undefined || event.data.options === undefined) return before;
  return { ...before, ...event.data.options };
}
