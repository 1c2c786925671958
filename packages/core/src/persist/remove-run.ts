import { isSluiceError } from "@sluice/contracts";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { currentHolder } from "./current-holder.ts";
import { toWriteError } from "./file-error.ts";
import { takeLease } from "./lease-table.ts";
import { removeFolder } from "./remove-folder.ts";
import { isBusy, toJournalError } from "./sqlite-error.ts";
import { uniqueName } from "./unique-name.ts";
import { removedFolderPrefix, type RunLayout } from "./run-layout.ts";

/**
 * Removes a run. Its folder is renamed first, while its lease is ours: a removal that is cut short leaves no half of
 * a run behind that looks like one, and no engine starts in between.
 * @throws `RUN_LOCKED` while an engine drives the run
 */
export async function removeRunFolder(layout: RunLayout, run: string, now: number): Promise<void> {
  const doomed = join(layout.runs, `${removedFolderPrefix}${uniqueName()}`);
  const lock = lockForRemoval(layout.runFile(run), run, now);
  try {
    renameSync(layout.runFolder(run), doomed);
  } catch (error) {
    // The run stays, and with it what closing its file writes.
    lock?.exec("PRAGMA synchronous = FULL");
    throw toWriteError(error, layout.runs);
  } finally {
    lock?.close();
  }
  await removeFolder(doomed);
}

/** A run whose file cannot be read has no driver, and must be removable too. Nothing is worth waiting for the disk that goes with it. */
function lockForRemoval(path: string, run: string, now: number): DatabaseSync | undefined {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { timeout: 1_000 });
    db.exec("PRAGMA synchronous = OFF");
    takeLease(db, { run, holder: currentHolder(), now });
    return db;
  } catch (error) {
    db?.close();
    if (isSluiceError(error) || isBusy(error)) throw toJournalError(error, path);
    return undefined;
  }
}
