import { SluiceError } from "@sluice/contracts";
import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { currentHolder } from "./current-holder.ts";
import { isLeaseAlive, runLocked } from "./lease-record.ts";
import { readLease } from "./lease-table.ts";
import { eventChecksum } from "./event-checksum.ts";
import type { RunSchema } from "./run-schema.ts";
import { readSchemaVersion } from "./schema-version.ts";
import { writeTransaction } from "./write-transaction.ts";

/**
 * Brings a run's file to the current schema, after a copy of it as it was is beside it.
 * @throws `RUN_LOCKED` while the older Sluice still drives the run
 */
export function migrateRunFile(
  db: DatabaseSync,
  input: { readonly run: string; readonly path: string; readonly schema: RunSchema; readonly now: number },
): void {
  writeTransaction(db, () => {
    const version = readSchemaVersion(db);
    // Somebody else was faster while we waited for the lock.
    if (version >= input.schema.version) return;
    const lease = readLease(db);
    if (lease && isLeaseAlive(lease, { viewer: currentHolder(), now: input.now })) throw runLocked(input.run, lease);
    backUp(input.path, version);
    applyMigrations(db, input.schema, version);
  });
}

/** Migrates without a copy; for files that are copies themselves. */
export function applyMigrations(db: DatabaseSync, schema: RunSchema, from: number): void {
  db.function("event_checksum", { deterministic: true }, (seq, time, type, version, data) =>
    eventChecksum({
      seq: Number(seq),
      time: Number(time),
      type: String(type),
      version: Number(version),
      data: String(data),
    }),
  );
  for (let version = from; version < schema.version; version += 1) {
    const migration = schema.migrations[version];
    if (migration === undefined) {
      throw new SluiceError(
        "JOURNAL_CORRUPT",
        `The journal says schema version ${version}, which no Sluice ever wrote.`,
      );
    }
    db.exec(migration);
  }
  db.exec(`PRAGMA user_version = ${schema.version}`);
}

/** Copies through a connection of its own: ours holds the write lock, so that nothing comes in between. */
function backUp(path: string, version: number): void {
  const backup = `${path}.v${version}.bak`;
  // What is there is from an attempt that failed, or the file would not be old any more.
  rmSync(backup, { force: true });
  const reader = new DatabaseSync(path, { readOnly: true });
  try {
    reader.prepare("VACUUM INTO ?").run(backup);
  } finally {
    reader.close();
  }
}
