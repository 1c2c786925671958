import type { RunSummary } from "@sluice/contracts";

/**
 * The summary after a change. The run's identity never changes, and a run that goes on again has not ended: a
 * change to a status without an end drops `endedAt`. Gives back `before` itself when nothing changed.
 */
export function mergeSummary(before: RunSummary, change: Partial<RunSummary>): RunSummary {
  const { endedAt: endedBefore, ...kept } = before;
  const goesOn = change.status === "created" || change.status === "running";
  const endedAt = change.endedAt ?? (goesOn ? undefined : endedBefore);
  const {
    name = kept.name,
    status = kept.status,
    completed = kept.completed,
    failed = kept.failed,
    known = kept.known,
  } = change;
  const isSame =
    endedAt === endedBefore &&
    name === kept.name &&
    status === kept.status &&
    completed === kept.completed &&
    failed === kept.failed &&
    known === kept.known;
  if (isSame) return before;
  return { ...kept, name, status, completed, failed, known, ...(endedAt !== undefined && { endedAt }) };
}
