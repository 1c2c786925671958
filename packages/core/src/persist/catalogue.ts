import type { RunSummary } from "@sluice/contracts";
import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { isDamage } from "./sqlite-error.ts";
import { summaryColumns, summaryFromRow, summaryValues } from "./summary-row.ts";
import { writeTransaction } from "./write-transaction.ts";

/** Changes to the catalogue. */
export interface CatalogueChange {
  readonly put?: readonly RunSummary[];
  readonly remove?: readonly string[];
}

/**
 * Finds runs without opening them. It is only a copy of what their files say: whoever finds it missing, damaged or
 * of another version makes a new one. Each use opens and closes it, so that nobody goes on with a file that somebody
 * else has thrown away. It is not synced: a copy need not survive a power failure.
 */
export interface Catalogue {
  read(): ReadonlyMap<string, RunSummary>;
  write(change: CatalogueChange): void;
}

const version = 1;

/** How long to wait for others: twenty runs that start together each need a millisecond. */
const busyTimeout = 5_000;

export function createCatalogue(path: string): Catalogue {
  return {
    read: () =>
      use(path, (db) => {
        const rows = db.prepare(`SELECT run, ${summaryColumns} FROM runs`).all();
        return new Map(rows.map((row) => [String(row["run"]), summaryFromRow(String(row["run"]), row)]));
      }),

    write: ({ put = [], remove = [] }) =>
      use(path, (db) =>
        writeTransaction(db, () => {
          const insert = db.prepare(
            `INSERT OR REPLACE INTO runs (run, ${summaryColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          );
          const drop = db.prepare("DELETE FROM runs WHERE run = ?");
          for (const summary of put) insert.run(summary.run, ...summaryValues(summary));
          for (const run of remove) drop.run(run);
        }),
      ),
  };
}

function use<Result>(path: string, work: (db: DatabaseSync) => Result): Result {
  try {
    return withOpen(path, work);
  } catch (error) {
    if (!isDamage(error)) throw error;
    for (const file of [path, `${path}-journal`]) rmSync(file, { force: true });
    return withOpen(path, work);
  }
}

function withOpen<Result>(path: string, work: (db: DatabaseSync) => Result): Result {
  const db = new DatabaseSync(path, { timeout: busyTimeout });
  try {
    db.exec("PRAGMA synchronous = OFF");
    if (readVersion(db) !== version) createTable(db);
    return work(db);
  } finally {
    db.close();
  }
}

function createTable(db: DatabaseSync): void {
  writeTransaction(db, () => {
    if (readVersion(db) === version) return;
    db.exec(`
      DROP TABLE IF EXISTS runs;
      CREATE TABLE runs (
        run TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        status TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        ended_at INTEGER,
        completed INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        known INTEGER NOT NULL
      ) STRICT;
      PRAGMA user_version = ${version}`);
  });
}

function readVersion(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
}
