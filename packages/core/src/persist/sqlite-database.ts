import type { Database, RunSummary } from "@sluice/contracts";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { createCatalogue, type CatalogueChange } from "./catalogue.ts";
import { createRunFile } from "./create-run-file.ts";
import { isNetworkFileSystem } from "./file-system-kind.ts";
import { createLeaseRecord, type LeaseRecord } from "./lease-record.ts";
import { listRuns } from "./list-runs.ts";
import { openRunFile } from "./open-run-file.ts";
import { removeRunFolder } from "./remove-run.ts";
import { createRunLayout } from "./run-layout.ts";
import { checkNewRunName, checkRunName, runNotFound } from "./run-name.ts";
import { createSqliteRunStore, type SqliteRunStore } from "./sqlite-run-store.ts";

export interface SqliteDatabaseOptions {
  /** The folder that holds all runs of a user; made when it is first needed. See {@link defaultHome}. */
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds between two signs of life of a lease's holder. */
  readonly heartbeatInterval?: number;
  /** Whether the home lies on a network file system; found out when absent. */
  readonly network?: boolean;
}

/** Journals in SQLite: one file for each run, in the run's folder. */
export interface SqliteDatabase extends Database {
  createRun(input: Parameters<Database["createRun"]>[0]): Promise<SqliteRunStore>;
  openRun(input: Parameters<Database["openRun"]>[0]): Promise<SqliteRunStore>;
}

/** Nothing is read or written before the first call; see `docs/adr/0003-run-folder.md` for what lies where. */
export function createSqliteDatabase(options: SqliteDatabaseOptions): SqliteDatabase {
  const layout = createRunLayout(resolve(options.home));
  const now = options.now ?? Date.now;
  const catalogue = createCatalogue(layout.catalogue);
  const open = new Set<SqliteRunStore>();
  let network = options.network;

  function isNetwork(): boolean {
    return (network ??= isNetworkFileSystem(layout.runs));
  }

  /** The catalogue can be made again from the runs at any time, so no run ever fails because of it. */
  function noteInCatalogue(change: CatalogueChange): boolean {
    try {
      catalogue.write(change);
      return true;
    } catch {
      return false;
    }
  }

  function openStore(run: string, readonly: boolean, lease?: LeaseRecord): SqliteRunStore {
    const path = layout.runFile(run);
    const db = openRunFile({ run, path, readonly, network: isNetwork(), now: now() });
    let missed: RunSummary | undefined;
    const store = createSqliteRunStore({
      db,
      run,
      path,
      readonly,
      lease,
      now,
      heartbeatInterval: options.heartbeatInterval,
      onSummary: (before, after) => {
        if (missed === undefined && before.status === after.status) return;
        missed = noteInCatalogue({ put: [after] }) ? undefined : after;
      },
      onClose: () => {
        if (missed) noteInCatalogue({ put: [missed] });
        open.delete(store);
      },
    });
    open.add(store);
    return store;
  }

  return {
    async createRun({ run, name, holder }) {
      checkNewRunName(run);
      const summary: RunSummary = { run, name, status: "created", createdAt: now(), completed: 0, failed: 0, known: 0 };
      const lease = holder && createLeaseRecord({ holder, now: now() });
      createRunFile({ layout, summary, lease, network: isNetwork() });
      noteInCatalogue({ put: [summary] });
      return Promise.resolve(openStore(run, false, lease));
    },

    async openRun({ run, readonly = false }) {
      checkRunName(run);
      if (!existsSync(layout.runFile(run))) throw runNotFound(run);
      return Promise.resolve(openStore(run, readonly));
    },

    listRuns: async () => Promise.resolve(listRuns(layout, catalogue)),

    async removeRun({ run }) {
      checkRunName(run);
      if (!existsSync(layout.runFolder(run))) throw runNotFound(run);
      await removeRunFolder(layout, run, now());
      noteInCatalogue({ remove: [run] });
    },

    runFolder: (run) => layout.runFolder(run),

    async [Symbol.asyncDispose]() {
      for (const store of open) await store[Symbol.asyncDispose]();
    },
  };
}
