import { SluiceError, type StoredRow } from "@sluice/contracts";
import { crc32 } from "node:zlib";

/** A row of the table of events. */
export interface EventRow extends StoredRow {
  readonly checksum: number;
}

/** The CRC-32 of everything that the row of an event says. */
export function eventChecksum({ seq, time, type, version, data }: StoredRow): number {
  return crc32(data, crc32(`${seq} ${time} ${type} ${version} `));
}

/** @throws `JOURNAL_CORRUPT` for a row that is not as it was written: SQLite itself believes every byte of a text */
export function checkEvent(row: EventRow, run: string): void {
  if (eventChecksum(row) === row.checksum) return;
  throw new SluiceError("JOURNAL_CORRUPT", `Event ${row.seq} of run ${run} is not as it was written.`, {
    hint: "Its checksum differs: a disk or a copy changed it. Restore the run's folder from a copy, or begin a new run; with the cache on, finished work is used again.",
  });
}
