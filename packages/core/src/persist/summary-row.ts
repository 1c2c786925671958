import type { RunSummary } from "@sluice/contracts";
import type { SQLOutputValue } from "node:sqlite";

/** What `SELECT` gives for one row. */
export type SqlRow = Readonly<Record<string, SQLOutputValue>>;

/** Columns of a summary, in the order of {@link summaryValues}. */
export const summaryColumns = "name, status, created_at, ended_at, completed, failed, known";

export function summaryValues(summary: RunSummary): (string | number | null)[] {
  const { name, status, createdAt, endedAt, completed, failed, known } = summary;
  return [name, status, createdAt, endedAt ?? null, completed, failed, known];
}

export function summaryFromRow(run: string, row: SqlRow): RunSummary {
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
