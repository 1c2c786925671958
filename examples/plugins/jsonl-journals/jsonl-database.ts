import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { SluiceError, type Database, type RunSummary } from "@sluice/contracts";
import { createJournal, openJournal } from "./journal.ts";
import { createJsonlRunStore } from "./jsonl-run-store.ts";
import { createLeaseFile, thisProcess } from "./lease-file.ts";

/** A run's name is the name of its folder, on every file system. */
const runName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Each run is a folder with `journal.jsonl`, `lease.json` and `blobs`, and with whatever else the engine puts there. */
export function createJsonlDatabase({
  folder,
  configDir,
  now = Date.now,
}: {
  readonly folder: string;
  readonly configDir: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}): Database {
  const home = resolve(configDir, folder);
  const folderOf = (run: string): string => join(home, run);
  const journalOf = (run: string): string => join(folderOf(run), "journal.jsonl");

  const find = (run: string): string => {
    if (runName.test(run) && existsSync(journalOf(run))) return folderOf(run);
    throw new SluiceError("RUN_NOT_FOUND", `there is no run ${JSON.stringify(run)}`);
  };
  const summaryOf = (run: string): RunSummary => {
    try {
      using journal = openJournal(journalOf(run), { readonly: true });
      return journal.summary();
    } catch {
      // A list shows what it can.
      const createdAt = statSync(journalOf(run)).birthtimeMs;
      return { run, name: run, status: "corrupt", createdAt, completed: 0, failed: 0, known: 0 };
    }
  };

  return {
    async createRun({ run, name, holder }) {
      if (!runName.test(run)) throw new SluiceError("USAGE", `${JSON.stringify(run)} cannot be the name of a run`);
      mkdirSync(join(folderOf(run), "blobs"), { recursive: true, mode: 0o700 });
      const taken = (): SluiceError => new SluiceError("RUN_STATE", `there is a run ${run} already`);
      if (existsSync(journalOf(run))) throw taken();
      // Before the journal, which makes it a run: nobody finds it without its lease.
      const lease = holder && createLeaseFile({ run, folder: folderOf(run), now }).acquire(holder);
      if (!createJournal(journalOf(run), { run, name, createdAt: now() })) {
        lease?.release();
        throw taken();
      }
      return createJsonlRunStore({ run, folder: folderOf(run), readonly: false, lease, now });
    },
    async openRun({ run, readonly = false }) {
      return createJsonlRunStore({ run, folder: find(run), readonly, now });
    },
    async listRuns() {
      const runs = existsSync(home) ? readdirSync(home).filter((run) => existsSync(journalOf(run))) : [];
      const newestFirst = (left: RunSummary, right: RunSummary): number =>
        right.createdAt - left.createdAt || (left.run < right.run ? 1 : -1);
      return runs.map(summaryOf).sort(newestFirst);
    },
    async removeRun({ run }) {
      const holder = createLeaseFile({ run, folder: find(run), now }).alive(thisProcess());
      if (holder) throw holder.locked();
      await rm(folderOf(run), { recursive: true });
    },
    runFolder: folderOf,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
