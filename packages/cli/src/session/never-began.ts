import type { Database, RunSummary } from "@sluice/contracts";

/** How a run is called that is only a name: an engine died while it made it. */
export const neverBeganText = "never began";

/** Whether a run has no event, and nobody is about to write the first one. */
export async function neverBegan(database: Database, { run, status }: RunSummary): Promise<boolean> {
  if (status !== "created") return false;
  await using store = await database.openRun({ run, readonly: true });
  // In this order: an engine that began meanwhile has left events behind.
  if ((await store.leaseHolder()) !== undefined) return false;
  for await (const _event of store.read()) return false;
  return true;
}
