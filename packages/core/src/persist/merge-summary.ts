import type { RunSummary } from "@sluice/contracts";

/**
 * The summary after a change. The run's identity never changes, and a run that goes on again has not ended: a
 * change to a status without an end drops `endedAt`.
 */
export function mergeSummary(before: RunSummary, change: Partial<RunSummary>): RunSummary {
  const { endedAt: endedBefore, ...kept } = before;
  const goesOn = change.status === "created" || change.status === "running";
  const endedAt = change.endedAt ?? (goesOn ? undefined : endedBefore);
  return {
    ...kept,
    name: change.name ?? before.name,
    status: change.status ?? before.status,
    completed: change.completed ?? before.completed,
    failed: change.failed ?? before.failed,
    known: change.known ?? before.known,
    ...(endedAt !== undefined && { endedAt }),
  };
}
