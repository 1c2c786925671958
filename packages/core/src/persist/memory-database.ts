import type { Database } from "@sluice/contracts";
import { resolve } from "node:path";
import { makeFolders } from "../make-folders.ts";
import { makeTemporaryFolder } from "../temporary-folders.ts";
import { isLeaseAlive, runLocked } from "./lease-record.ts";
import { currentHolder } from "./current-holder.ts";
import { byAge } from "./list-runs.ts";
import { createMemoryRunStore, type MemoryRun } from "./memory-run-store.ts";
import { removeFolder } from "./remove-folder.ts";
import { createRunLayout, type RunLayout } from "./run-layout.ts";
import { checkNewRunName, checkRunName, runExists, runNotFound } from "./run-name.ts";

export interface MemoryDatabaseOptions {
  /** Where the folders of runs are made. Default: a new folder for temporary files, removed with the database. */
  readonly home?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Journals that die with the process: for tests, and for work that nobody will ask about later. */
export function createMemoryDatabase(options: MemoryDatabaseOptions = {}): Database {
  const now = options.now ?? Date.now;
  const runs = new Map<string, MemoryRun>();
  let layout: RunLayout | undefined;

  function folders(): RunLayout {
    return (layout ??= createRunLayout(options.home === undefined ? makeTemporaryFolder() : resolve(options.home)));
  }

  function find(run: string): MemoryRun {
    checkRunName(run);
    const found = runs.get(run);
    if (!found) throw runNotFound(run);
    return found;
  }

  return {
    async createRun({ run, name, holder }) {
      checkNewRunName(run);
      if (runs.has(run)) throw runExists(run);
      makeFolders(folders().runFolder(run), 0o700);
      const summary = { run, name, status: "created", createdAt: now(), completed: 0, failed: 0, known: 0 } as const;
      const memory: MemoryRun = { summary, rows: [], blobs: new Map() };
      runs.set(run, memory);
      return Promise.resolve(createMemoryRunStore(memory, { readonly: false, now, ...(holder && { holder }) }));
    },

    openRun: async ({ run, readonly = false }) => Promise.resolve(createMemoryRunStore(find(run), { readonly, now })),

    listRuns: async () => Promise.resolve([...runs.values()].map(({ summary }) => summary).sort(byAge)),

    async removeRun({ run }) {
      const { lease } = find(run);
      if (lease && isLeaseAlive(lease, { viewer: currentHolder(), now: now() })) throw runLocked(run, lease);
      runs.delete(run);
      await removeFolder(folders().runFolder(run));
    },

    runFolder: (run) => folders().runFolder(run),

    async [Symbol.asyncDispose]() {
      runs.clear();
      if (layout && options.home === undefined) await removeFolder(layout.home);
    },
  };
}
