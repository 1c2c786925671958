import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SluiceError, type Database, type LeaseHolder, type RunSummary } from "@sluice/contracts";
import { fakeRunStore, type FakeRun } from "./fake-run-store.ts";

/**
 * Makes a database whose journals are in memory. It keeps the whole contract, and makes no folders;
 * what others put into the folder of a run is removed with the run.
 *
 * @param input.now - the clock of journals and leases, in milliseconds since 1970; default: the machine's
 *
 * @example
 * ```ts
 * const database = fakeDatabase();
 * await using store = await database.createRun({ run: "r1", name: "First" });
 * ```
 */
export function fakeDatabase(input: { readonly now?: () => number } = {}): Database {
  const now = input.now ?? Date.now;
  const runs = new Map<string, FakeRun>();
  const home = join(tmpdir(), "sluice-fake-database");

  const find = (run: string): FakeRun => {
    const found = runs.get(run);
    if (found) return found;
    throw new SluiceError("RUN_NOT_FOUND", `there is no run '${run}'`);
  };

  return {
    createRun: async ({ run, name, holder }) => {
      if (!/^[A-Za-z0-9][\w.-]{0,127}$/.test(run))
        throw new SluiceError("USAGE", `'${run}' cannot be the name of a run`);
      if (runs.has(run)) throw new SluiceError("RUN_STATE", `there is a run '${run}' already`);
      const summary: RunSummary = { run, name, status: "created", createdAt: now(), completed: 0, failed: 0, known: 0 };
      const made: FakeRun = { summary, events: [], blobs: new Map(), lease: undefined };
      runs.set(run, made);
      return fakeRunStore(made, { readonly: false, now, holder });
    },
    openRun: async ({ run, readonly = false }) => fakeRunStore(find(run), { readonly, now }),
    listRuns: async () => {
      const summaries = [...runs.values()].map(({ summary }) => summary);
      return summaries.reverse().sort((one, other) => other.createdAt - one.createdAt);
    },
    removeRun: async ({ run }) => {
      const { lease } = find(run);
      if (lease && lease.expires() >= now()) throw locked(run, lease.holder);
      runs.delete(run);
      await rm(join(home, run), { recursive: true, force: true });
    },
    runFolder: (run) => join(home, run),
    [Symbol.asyncDispose]: async () => runs.clear(),
  };
}

function locked(run: string, { host, pid }: LeaseHolder): SluiceError {
  return new SluiceError("RUN_LOCKED", `run '${run}' is driven by process ${pid} of ${host}`);
}
