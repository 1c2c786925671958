import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SluiceError, type Database, type RunStore } from "@sluice/contracts";
import { afterAll } from "vitest";
import { fakeDatabase } from "../../src/fakes/index.ts";
import { databaseContract, type DatabaseSubject } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

type Make = (input: { readonly now: () => number }) => DatabaseSubject;

/** A database with one method changed. */
const database =
  (change: (good: Database) => Partial<Database>): Make =>
  (input) => {
    const good = fakeDatabase(input);
    return { database: { ...good, ...change(good) } };
  };

/** A database whose stores have one method changed. */
const store = (change: (good: RunStore) => Partial<RunStore>): Make =>
  database((good) => {
    const broken = (each: RunStore): RunStore => ({ ...each, ...change(each) });
    return {
      createRun: async (input) => broken(await good.createRun(input)),
      openRun: async (input) => broken(await good.openRun(input)),
    };
  });

const homes: string[] = [];
afterAll(() => homes.forEach((home) => rmSync(home, { recursive: true, force: true })));

describeSuite<Make>({
  name: "database",
  contract: (test, factory, wrapped) => databaseContract({ test, factory, wrapped }),
  good: (input) => ({ database: fakeDatabase(input) }),
  broken: {
    "takes a name twice": {
      fake: database((good) => ({
        createRun: async (input) => good.createRun(input).catch(() => good.openRun({ run: input.run })),
      })),
      caughtBy: "runs: the name of a run is taken once",
    },
    "makes a run that is opened": {
      fake: database((good) => ({
        openRun: async (input) => good.openRun(input).catch(() => good.createRun({ ...input, name: "" })),
      })),
      caughtBy: "runs: an unknown run is not found",
    },
    "lists the oldest run first": {
      fake: database((good) => ({ listRuns: async () => (await good.listRuns()).toReversed() })),
      caughtBy: "runs: runs are listed, newest first, and removed",
    },
    "removes a run that is driven": {
      fake: (input) => {
        let later = 0;
        const good = fakeDatabase({ now: () => input.now() + later });
        const removeRun: Database["removeRun"] = async (which) => {
          later = 1e9;
          await good.removeRun(which);
          later = 0;
        };
        return { database: { ...good, removeRun } };
      },
      caughtBy: "leases: one holder at a time",
    },
    "has one folder for all runs": {
      fake: database(() => ({ runFolder: () => "/runs" })),
      caughtBy: "runs: each run has a folder of its own",
    },
    "appends wherever it is": {
      fake: store((good) => ({
        append: async (input) => good.append({ ...input, expectedSeq: (await Array.fromAsync(good.read())).length }),
      })),
      caughtBy: "journal: an append at the wrong place changes nothing",
    },
    "looks first and writes later": {
      fake: store((good) => ({
        append: async (input) => {
          const { length } = await Array.fromAsync(good.read());
          if (length !== input.expectedSeq) throw new SluiceError("JOURNAL_CONFLICT", "it is longer");
          await new Promise((resolve) => setTimeout(resolve, 5));
          const now = await Array.fromAsync(good.read());
          return good.append({ ...input, expectedSeq: now.length });
        },
      })),
      caughtBy: "journal: of two that append at the same time one wins",
    },
    "writes names in one byte for each letter": {
      fake: store((good) => ({
        summary: async () => {
          const summary = await good.summary();
          return { ...summary, name: Buffer.from(summary.name, "latin1").toString("latin1") };
        },
      })),
      caughtBy: "runs: a new run is empty",
    },
    "leaves the folder of a run that is removed": {
      fake: (input) => {
        const good = fakeDatabase(input);
        const home = mkdtempSync(join(tmpdir(), "sluice-database-"));
        homes.push(home);
        return { database: { ...good, runFolder: (run) => join(home, run) } };
      },
      caughtBy: "runs: everything of a run is removed with it",
    },
    "keeps the blobs of a run that is removed": {
      fake: (input) => {
        const blobs = new Map<string, string>();
        return store((good) => ({
          putBlob: async (blob) => {
            blobs.set(blob.digest, blob.text);
            await good.putBlob(blob);
          },
          getBlob: async (blob) => blobs.get(blob.digest) ?? (await good.getBlob(blob)),
        }))(input);
      },
      caughtBy: "runs: everything of a run is removed with it",
    },
    "cannot be disposed twice": {
      fake: database((good) => {
        let isOpen = true;
        return {
          [Symbol.asyncDispose]: async () => {
            if (!isOpen) throw new Error("it is closed");
            isOpen = false;
            await good[Symbol.asyncDispose]();
          },
        };
      }),
      caughtBy: "runs: it can be disposed twice",
    },
    "drops all but the first event": {
      fake: store((good) => ({
        append: async (input) => good.append({ ...input, events: input.events.slice(0, 1) }),
      })),
      caughtBy: "journal: events come back as they went in, numbered from 1 and dated",
    },
    "reads from the beginning each time": {
      fake: store((good) => ({ read: () => good.read() })),
      caughtBy: "journal: reading goes over any number of events",
    },
    "keeps the objects that it was given": {
      fake: store((good) => {
        const kept: unknown[] = [];
        return {
          append: (input) => {
            kept.push(...input.events);
            return good.append(input);
          },
          read: async function* (input) {
            for await (const event of good.read(input)) yield Object.assign(event, kept[event.seq - 1]);
          },
        };
      }),
      caughtBy: "journal: what the caller does with its events afterwards changes nothing",
    },
    "forgets the summary": {
      fake: store((good) => ({ append: async (input) => good.append({ ...input, summary: {} }) })),
      caughtBy: "summary: the summary follows the events",
    },
    "answers a missing blob with nothing": {
      fake: store((good) => ({
        getBlob: async (input) => {
          try {
            return await good.getBlob(input);
          } catch {
            return "";
          }
        },
      })),
      caughtBy: "blobs: a blob is stored once; a missing one is an error",
    },
    "gives the lease to everybody": {
      fake: store(() => ({
        acquireLease: async () => ({ signal: new AbortController().signal, [Symbol.asyncDispose]: async () => {} }),
      })),
      caughtBy: "leases: one holder at a time",
    },
    "keeps a lease that was not given back": {
      fake: store(() => ({ [Symbol.asyncDispose]: async () => {} })),
      caughtBy: "leases: closing a store gives its lease back",
    },
    "lets a reader write": {
      fake: database((good) => ({ openRun: async ({ run }) => good.openRun({ run }) })),
      caughtBy: "journal: a store that reads sees what another writes, and writes nothing",
    },
  },
});
