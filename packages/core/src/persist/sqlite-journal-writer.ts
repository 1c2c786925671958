import { encodeEvent, SluiceError, type RunEvent, type RunSummary, type StoredRunEvent } from "@sluice/contracts";
import type { DatabaseSync } from "node:sqlite";
import { eventChecksum } from "./event-checksum.ts";
import { mergeSummary } from "./merge-summary.ts";
import { summaryColumns, summaryFromRow } from "./summary-row.ts";
import { rollBack } from "./write-transaction.ts";

/** What an append did. */
export interface Appended {
  readonly events: readonly StoredRunEvent[];
  readonly before: RunSummary;
  readonly after: RunSummary;
}

/** Adds events to a run's file: the hot path, so every statement is prepared once. */
export interface JournalWriter {
  /**
   * @param input.checkLease - given the token of the lease in the file (null: there is none), answers whether it is
   * the caller's own, or throws when it forbids the append
   * @throws `JOURNAL_CONFLICT`, and what SQLite throws
   */
  append(input: {
    readonly expectedSeq: number;
    readonly events: readonly RunEvent[];
    readonly summary: Partial<RunSummary>;
    readonly time: number;
    readonly checkLease: (token: string | null) => boolean;
  }): Appended;
}

export function createJournalWriter(db: DatabaseSync, run: string): JournalWriter {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const head = db.prepare("SELECT (SELECT max(seq) FROM events), (SELECT token FROM lease WHERE id = 1)");
  head.setReturnArrays(true);
  const readSummary = db.prepare(`SELECT ${summaryColumns} FROM summary WHERE id = 1`);
  const insert = db.prepare("INSERT INTO events (seq, time, type, version, data, checksum) VALUES (?, ?, ?, ?, ?, ?)");
  const update = db.prepare(
    "UPDATE summary SET name = ?, status = ?, ended_at = ?, completed = ?, failed = ?, known = ? WHERE id = 1",
  );

  // What the last append left behind. Only under our own lease can nobody else have changed it since.
  let last: { readonly seq: number; readonly summary: RunSummary } | undefined;

  function summaryAt(seq: number, owned: boolean): RunSummary {
    if (owned && last?.seq === seq) return last.summary;
    const row = readSummary.get();
    if (!row) throw new SluiceError("JOURNAL_CORRUPT", `The run ${run} has no summary.`);
    return summaryFromRow(run, row);
  }

  return {
    append({ expectedSeq, events, summary, time, checkLease }) {
      const encoded = events.map((event) => encodeEvent(event));
      begin.run();
      try {
        const [lastSeq, token] = head.get() as unknown as [number | null, string | null];
        const owned = checkLease(token);
        let seq = lastSeq ?? 0;
        if (seq !== expectedSeq) throw conflict(run, seq, expectedSeq);
        const before = summaryAt(seq, owned);
        for (const { type, version, data } of encoded) {
          seq += 1;
          insert.run(seq, time, type, version, data, eventChecksum({ seq, time, type, version, data }));
        }
        const after = mergeSummary(before, summary);
        if (after !== before) {
          update.run(after.name, after.status, after.endedAt ?? null, after.completed, after.failed, after.known);
        }
        commit.run();
        last = { seq, summary: after };
        const stored = events.map((event, index) => ({ ...event, seq: expectedSeq + 1 + index, time }));
        return { events: stored, before, after };
      } catch (error) {
        rollBack(db);
        throw error;
      }
    },
  };
}

export function conflict(run: string, seq: number, expectedSeq: number): SluiceError {
  return new SluiceError(
    "JOURNAL_CONFLICT",
    `The journal of ${run} ends at event ${seq}, not at ${expectedSeq}; nothing was written.`,
  );
}
