import { decodeEvent, SluiceError, type StoredRunEvent } from "@sluice/contracts";
import type { DatabaseSync } from "node:sqlite";
import { checkEvent, type EventRow } from "./event-checksum.ts";
import { toJournalError } from "./sqlite-error.ts";

/** Events fetched at a time. */
const pageLength = 256;

/**
 * The events that are there when reading begins. It reads in pages: an open statement would keep a reader's lock,
 * which stops the writer on network file systems and lets the WAL grow on others.
 * @throws `JOURNAL_CORRUPT` for a gap, an event that is not as it was written, or tables that lost some
 */
export async function* readJournal(
  db: DatabaseSync,
  { run, path, fromSeq }: { readonly run: string; readonly path: string; readonly fromSeq: number },
): AsyncGenerator<StoredRunEvent> {
  const actor = `run ${run}`;
  try {
    if (fromSeq <= 1) checkStructure(db, path);
    const last = Number(db.prepare("SELECT max(seq) AS seq FROM events").get()?.["seq"] ?? 0);
    const page = db.prepare(
      "SELECT seq, time, type, version, data, checksum FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?",
    );
    let next = Math.max(1, fromSeq);
    while (next <= last) {
      const rows = page.all(next, last, pageLength) as unknown as EventRow[];
      if (rows.length === 0) throw missing(next, actor);
      for (const row of rows) {
        if (row.seq !== next) throw missing(next, actor);
        next += 1;
        checkEvent(row, run);
        yield decodeEvent(row, { actor });
      }
    }
  } catch (error) {
    throw toJournalError(error, path);
  }
}

/** A page that forgot its last rows looks like a shorter journal. */
function checkStructure(db: DatabaseSync, path: string): void {
  const found = String(db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"]);
  if (found !== "ok") throw new SluiceError("JOURNAL_CORRUPT", `${path} is damaged: ${found.replaceAll(/\s+/g, " ")}`);
}

function missing(seq: number, actor: string): SluiceError {
  return new SluiceError("JOURNAL_CORRUPT", `Event ${seq} is missing.`, { actor });
}
