import { SluiceError, type RunSummary } from "@sluice/contracts";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { openRunFile } from "./open-run-file.ts";
import { summaryColumns, summaryFromRow } from "./summary-row.ts";

/** The summary that a run's file holds; a run that cannot be read is `corrupt`. */
export function readSummary(run: string, path: string): RunSummary {
  try {
    const db = openRunFile({ run, path, readonly: true, network: false, now: Date.now() });
    try {
      const row = db.prepare(`SELECT ${summaryColumns} FROM summary WHERE id = 1`).get();
      if (!row) throw new SluiceError("JOURNAL_CORRUPT", "There is no summary.");
      return summaryFromRow(run, row);
    } finally {
      db.close();
    }
  } catch {
    return { run, name: run, status: "corrupt", createdAt: madeAt(path), completed: 0, failed: 0, known: 0 };
  }
}

function madeAt(path: string): number {
  const made = statSync(dirname(path), { throwIfNoEntry: false })?.birthtimeMs ?? 0;
  return Math.round(made);
}
