import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { rejects } from "../suite/rejects.ts";
import type { DatabaseCases } from "./database-harness.ts";
import { readAll, reason, summaryOf } from "./database-samples.ts";

export const runsCases: DatabaseCases = {
  "a new run is empty": async ({ database, clock }) => {
    const name = "Übung \u{1f600}, 'first' \\ \"one\"\n";
    await using store = await database.createRun({ run: "r1", name });
    assert.equal(store.run, "r1");
    assert.deepEqual(await readAll(store), []);
    assert.deepEqual(await store.summary(), summaryOf({ run: "r1", name, createdAt: clock.time }));
    assert.equal(await store.leaseHolder(), undefined);
  },

  "the name of a run is taken once": async ({ database }) => {
    await using _ = await database.createRun({ run: "r1", name: "First" });
    await rejects("RUN_STATE", () => database.createRun({ run: "r1", name: "Second" }));
  },

  "names that cannot be folders are refused": async ({ database }) => {
    for (const run of ["", ".", "..", "../r1", "a/b", ".hidden", "a b", "ä", "x".repeat(200)]) {
      await rejects("USAGE", () => database.createRun({ run, name: "Bad" }));
      await rejects("RUN_NOT_FOUND", () => database.openRun({ run }));
      await rejects("RUN_NOT_FOUND", () => database.removeRun({ run }));
    }
  },

  "an unknown run is not found": async ({ database }) => {
    await rejects("RUN_NOT_FOUND", () => database.openRun({ run: "nobody" }));
    await rejects("RUN_NOT_FOUND", () => database.openRun({ run: "nobody", readonly: true }));
    await rejects("RUN_NOT_FOUND", () => database.removeRun({ run: "nobody" }));
    assert.deepEqual(await database.listRuns(), []);
  },

  "runs are listed, newest first, and removed": async ({ database, clock }) => {
    for (const run of ["r1", "r2", "r3"]) {
      clock.time += 1;
      await using _ = await database.createRun({ run, name: run.toUpperCase() });
    }
    assert.deepEqual(
      (await database.listRuns()).map(({ run, name }) => [run, name]),
      [
        ["r3", "R3"],
        ["r2", "R2"],
        ["r1", "R1"],
      ],
    );
    await database.removeRun({ run: "r2" });
    assert.deepEqual(
      (await database.listRuns()).map(({ run }) => run),
      ["r3", "r1"],
    );
    await rejects("RUN_NOT_FOUND", () => database.openRun({ run: "r2" }));
    await using again = await database.createRun({ run: "r2", name: "Again" });
    assert.deepEqual(await readAll(again), []);
  },

  "everything of a run is removed with it": async ({ database }) => {
    {
      await using store = await database.createRun({ run: "r1", name: "First" });
      await store.putBlob({ digest: "d1", text: '"blob"' });
      await mkdir(database.runFolder("r1"), { recursive: true });
      await writeFile(join(database.runFolder("r1"), "log"), "");
    }
    await database.removeRun({ run: "r1" });
    assert.ok(!existsSync(database.runFolder("r1")), "the folder of the run is still there");
    await using again = await database.createRun({ run: "r1", name: "Again" });
    await rejects("JOURNAL_CORRUPT", async () => again.getBlob({ digest: "d1" }));
    await database.removeRun({ run: "r1" });
  },

  "it can be disposed twice": async ({ database }) => {
    await database[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  },

  "each run has a folder of its own": async ({ database }) => {
    const folders = ["r1", "r2"].map((run) => database.runFolder(run));
    assert.ok(folders.every((folder) => isAbsolute(folder)));
    assert.notEqual(folders[0], folders[1]);
    assert.equal(database.runFolder("r1"), folders[0]);
  },

  "runs do not mix": async ({ database }) => {
    await using one = await database.createRun({ run: "r1", name: "First" });
    await using two = await database.createRun({ run: "r2", name: "Second" });
    await one.append({ expectedSeq: 0, events: [reason("a")], summary: { known: 1 } });
    await two.append({ expectedSeq: 0, events: [reason("b")], summary: { known: 2 } });
    assert.deepEqual((await readAll(one))[0]?.data, { reason: "a" });
    assert.equal((await one.summary()).known, 1);
  },
};
