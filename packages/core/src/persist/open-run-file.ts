import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { makeTemporaryFolder } from "../temporary-folders.ts";
import { applyMigrations, migrateRunFile } from "./migrate-run-file.ts";
import { currentSchema, type RunSchema } from "./run-schema.ts";
import { checkSchemaVersion } from "./schema-version.ts";
import { cannotOpen, isBusy, toJournalError } from "./sqlite-error.ts";

/** How long to wait for somebody else's transaction, in milliseconds. */
const busyTimeout = 10_000;

export interface RunFileOptions {
  readonly run: string;
  readonly path: string;
  readonly readonly: boolean;
  readonly network: boolean;
  readonly now: number;
  /** Only tests have another one than the current schema. */
  readonly schema?: RunSchema | undefined;
}

/**
 * Opens a run's file, which must exist, in the current schema.
 * @throws `JOURNAL_NEWER`, `JOURNAL_CORRUPT`, `FILE_UNREADABLE`, `RUN_LOCKED`
 */
export function openRunFile(options: RunFileOptions): DatabaseSync {
  try {
    return options.readonly ? openForReading(options) : openForWriting(options);
  } catch (error) {
    throw toJournalError(error, options.path);
  }
}

function openForWriting(options: RunFileOptions): DatabaseSync {
  const { path, schema = currentSchema } = options;
  return closeOnError(new DatabaseSync(path, { timeout: busyTimeout }), (db) => {
    const version = checkSchemaVersion(db, { path, schema });
    setJournalMode(db, options.network);
    if (version < schema.version) migrateRunFile(db, { ...options, schema });
    return db;
  });
}

/**
 * WAL lets readers and the writer work side by side and costs no fsync for each commit, but it needs shared memory,
 * which a network file system does not have between hosts.
 */
export function setJournalMode(db: DatabaseSync, network: boolean): void {
  try {
    db.exec(network ? "PRAGMA journal_mode = TRUNCATE" : "PRAGMA journal_mode = WAL");
  } catch (error) {
    // Somebody reads the file in its present mode, which then stays as it is.
    if (!isBusy(error)) throw error;
  }
  db.exec(`PRAGMA synchronous = ${network ? "FULL" : "NORMAL"}`);
}

function openForReading(options: RunFileOptions): DatabaseSync {
  const { path, schema = currentSchema } = options;
  const open = (location: string | URL): { db: DatabaseSync; version: number } =>
    closeOnError(new DatabaseSync(location, { readOnly: true, timeout: busyTimeout }), (db) => ({
      db,
      version: checkSchemaVersion(db, { path, schema }),
    }));
  const { db, version } = openEvenIfFrozen(path, open);
  return version < schema.version ? migratedCopy(db, version, schema) : db;
}

/** In a folder that cannot be written, SQLite cannot make the shared memory of WAL; nobody can change the file either. */
function openEvenIfFrozen<Opened>(path: string, open: (location: string | URL) => Opened): Opened {
  const isPending = (suffix: string): boolean => (statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0) > 0;
  try {
    // What a killed writer left half done is undone first: a reader may not, and must not see it either.
    if (isPending("-journal")) rollBack(path);
    return open(path);
  } catch (error) {
    if (!cannotOpen(error) || isPending("-wal") || isPending("-journal")) throw error;
    const frozen = pathToFileURL(path);
    frozen.searchParams.set("immutable", "1");
    return open(frozen);
  }
}

/** The first read of a writable connection rolls a journal back whose writer is gone; a live writer's is left alone. */
function rollBack(path: string): void {
  const db = new DatabaseSync(path, { timeout: busyTimeout });
  try {
    db.prepare("SELECT count(*) FROM sqlite_schema").get();
  } finally {
    db.close();
  }
}

/** A reader changes nothing, so it looks at a migrated copy of an older file. */
function migratedCopy(original: DatabaseSync, version: number, schema: RunSchema): DatabaseSync {
  const folder = makeTemporaryFolder();
  try {
    const copy = join(folder, "copy.db");
    original.prepare("VACUUM INTO ?").run(copy);
    return closeOnError(new DatabaseSync(copy), (db) => {
      db.exec("PRAGMA journal_mode = MEMORY");
      applyMigrations(db, schema, version);
      db.exec("PRAGMA query_only = ON");
      return db;
    });
  } finally {
    original.close();
    // The open file stays readable until it is closed, and then it is gone.
    rmSync(folder, { recursive: true, force: true });
  }
}

function closeOnError<Result>(db: DatabaseSync, use: (db: DatabaseSync) => Result): Result {
  try {
    return use(db);
  } catch (error) {
    db.close();
    throw error;
  }
}
