import type { RunSummary } from "@sluice/contracts";
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolders } from "../make-folders.ts";
import { errorCode, toWriteError } from "./file-error.ts";
import type { LeaseRecord } from "./lease-record.ts";
import { writeLease } from "./lease-table.ts";
import { newFolderPrefix, runFileName, type RunLayout } from "./run-layout.ts";
import { runExists } from "./run-name.ts";
import { applicationId, currentSchema } from "./run-schema.ts";
import { sqliteCode, toJournalError } from "./sqlite-error.ts";
import { summaryColumns, summaryValues } from "./summary-row.ts";
import { uniqueName } from "./unique-name.ts";

/** What a rename onto a folder with something in it, or onto a file, fails with. */
const takenCodes: ReadonlySet<string | undefined> = new Set(["ENOTEMPTY", "EEXIST", "ENOTDIR"]);

/**
 * Makes the folder and the file of a new run. Both come into existence at once, by a rename, so that nobody ever
 * sees a run that is half made.
 * @throws `RUN_STATE` when the name is taken, `FILE_UNWRITABLE`, `DISK_FULL`
 */
export function createRunFile(input: {
  readonly layout: RunLayout;
  readonly summary: RunSummary;
  /** Whose the run is from its first moment on. */
  readonly lease: LeaseRecord | undefined;
  readonly network: boolean;
}): void {
  const { layout, summary } = input;
  const folder = join(layout.runs, `${newFolderPrefix}${uniqueName()}`);
  const file = join(folder, runFileName);
  try {
    makeFolders(layout.home, 0o700);
    makeFolders(layout.runs, 0o700);
    mkdirSync(folder, { mode: 0o700 });
    writeEmptyRun(file, input);
    syncFile(file);
    renameSync(folder, layout.runFolder(summary.run));
  } catch (error) {
    removeQuietly(folder);
    if (isTaken(error)) throw runExists(summary.run, error);
    throw sqliteCode(error) === undefined ? toWriteError(error, layout.runs) : toJournalError(error, file);
  }
}

/** Nobody else can know the file yet, so it needs no lock, no journal and one fsync at the end. */
function writeEmptyRun(
  file: string,
  { summary, lease, network }: Pick<Parameters<typeof createRunFile>[0], "summary" | "lease" | "network">,
): void {
  const db = new DatabaseSync(file);
  try {
    db.exec(`PRAGMA synchronous = OFF; PRAGMA journal_mode = ${network ? "MEMORY" : "WAL"}; BEGIN`);
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${currentSchema.version}`);
    db.exec(currentSchema.create);
    db.prepare(`INSERT INTO summary (id, ${summaryColumns}) VALUES (1, ?, ?, ?, ?, ?, ?, ?)`).run(
      ...summaryValues(summary),
    );
    if (lease) writeLease(db, lease);
    db.exec("COMMIT");
  } finally {
    db.close();
  }
}

function syncFile(file: string): void {
  const handle = openSync(file, "r+");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function isTaken(error: unknown): boolean {
  return (
    error instanceof Error && (error as NodeJS.ErrnoException).syscall === "rename" && takenCodes.has(errorCode(error))
  );
}

function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The collector of garbage finds it by its name.
  }
}
