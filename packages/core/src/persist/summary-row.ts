import { SluiceError, type RunSummary } from "@sluice/contracts";
import type { SQLOutputValue } from "node:sqlite";

/** What `SELECT` gives for one row. */
export type SqlRow = Readonly<Record<string, SQLOutputValue>>;

/** Columns of a summary, in the order of {@link summaryValues}. */
export const summaryColumns = "name, status, created_at, ended_at, completed, failed, known";

const statuses: ReadonlySet<unknown> = new Set<RunSummary["status"]>([
  "created",
  "running",
  "completed",
  "failed",
  "cancelled",
]);

/** What a `Date` can be made of. */
function isMoment(value: unknown): boolean {
  return Number.isSafeInteger(value) && Math.abs(Number(value)) <= 8.64e15;
}

export function summaryValues(summary: RunSummary): (string | number | null)[] {
  const { name, status, createdAt, endedAt, completed, failed, known } = summary;
  return [name, status, createdAt, endedAt ?? null, completed, failed, known];
}

/** @throws `JOURNAL_CORRUPT` for what no summary says */
export function summaryFromRow(run: string, row: SqlRow): RunSummary {
  const { status, created_at: createdAt, ended_at: endedAt, completed, failed, known } = row;
  const isWhole =
    statuses.has(status) &&
    isMoment(createdAt) &&
    (endedAt === null || isMoment(endedAt)) &&
    [completed, failed, known].every((count) => Number.isSafeInteger(count) && Number(count) >= 0);
  if (!isWhole) throw new SluiceError("JOURNAL_CORRUPT", `The summary of run ${run} is damaged.`);
  return {
    run,
    name: String(row["name"] ?? run),
    status: row["status"] as RunSummary["status"],
    createdAt: Number(row["created_at"]),
    ...(typeof row["ended_at"] === "number" && { endedAt: row["ended_at"] }),
    completed: Number(row["completed"]),
    failed: Number(row["failed"]),
    known: Number(row["known"]),
  };
}
