import { isSluiceError, type RunEvent, type StoredRow } from "@sluice/contracts";
import fc from "fast-check";
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { eventChecksum } from "../../src/persist/event-checksum.ts";
import { createSqliteDatabase, type SqliteDatabase } from "../../src/persist/index.ts";
import { coded } from "./coded.ts";
import { temporaryHome } from "./temporary-home.ts";

const event: RunEvent = { type: "cancel_requested", data: { reason: "x".repeat(200) } };

/** A closed run of 500 events, and the path of its file. */
async function makeRun(): Promise<{ database: SqliteDatabase; file: string }> {
  const database = createSqliteDatabase({ home: temporaryHome() });
  await using store = await database.createRun({ run: "r1", name: "First" });
  store.append({ expectedSeq: 0, events: Array.from({ length: 500 }, () => event), summary: { status: "running" } });
  return { database, file: join(database.runFolder("r1"), "run.db") };
}

async function readAll(database: SqliteDatabase, readonly: boolean): Promise<number> {
  await using store = await database.openRun({ run: "r1", readonly });
  await store.summary();
  return (await Array.fromAsync(store.read())).length;
}

function change(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

test.each([
  {
    name: "text",
    spoil: (file: string): void => writeFileSync(file, "This is not a database, but long enough for one.".repeat(99)),
  },
  { name: "an empty file", spoil: (file: string): void => truncateSync(file, 0) },
  { name: "the head alone", spoil: (file: string): void => truncateSync(file, 100) },
  { name: "half of it", spoil: (file: string): void => truncateSync(file, statSync(file).size / 2) },
  { name: "another program's database", spoil: (file: string): void => change(file, "PRAGMA application_id = 7") },
  { name: "no table of events", spoil: (file: string): void => change(file, "DROP TABLE events") },
  { name: "a missing event", spoil: (file: string): void => change(file, "DELETE FROM events WHERE seq = 300") },
  {
    name: "events that are not JSON",
    spoil: (file: string): void => change(file, "UPDATE events SET data = '{' WHERE seq = 300"),
  },
  {
    name: "events that are no objects",
    spoil: (file: string): void => change(file, "UPDATE events SET data = '[]' WHERE seq = 9"),
  },
  {
    name: "versions below 1",
    spoil: (file: string): void => change(file, "UPDATE events SET version = 0 WHERE seq = 9"),
  },
  {
    name: "numbers that no number of ours can be",
    spoil: (file: string): void => change(file, "UPDATE summary SET known = 4611686018427387904"),
  },
  { name: "no summary", spoil: (file: string): void => change(file, "DELETE FROM summary") },
])("a file with $name is JOURNAL_CORRUPT", async ({ spoil }) => {
  const { database, file } = await makeRun();
  spoil(file);
  for (const readonly of [true, false]) {
    expect((await coded(() => readAll(database, readonly))).code).toBe("JOURNAL_CORRUPT");
  }
});

test("a damaged run is listed as corrupt and can be removed; the others are not affected", async () => {
  const { database, file } = await makeRun();
  await (await database.createRun({ run: "r2", name: "Second" }))[Symbol.asyncDispose]();
  writeFileSync(file, "rubbish");
  const statuses = async (): Promise<unknown> =>
    (await database.listRuns()).map(({ run, status }) => `${run} ${status}`).sort();
  expect(await statuses()).toEqual(["r1 corrupt", "r2 created"]);
  await database.removeRun({ run: "r1" });
  expect(await statuses()).toEqual(["r2 created"]);
});

test("whatever bytes of a file are overwritten, no raw exception comes out", async () => {
  const { database, file } = await makeRun();
  const whole = `${file}.whole`;
  copyFileSync(file, whole);
  const size = statSync(whole).size;
  const damage = fc.array(fc.record({ at: fc.nat(size - 1), bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }) }), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(damage, async (spots) => {
      const bytes = readFileSync(whole);
      for (const spot of spots) bytes.set(spot.bytes.subarray(0, size - spot.at), spot.at);
      for (const suffix of ["-wal", "-shm", "-journal"]) rmSync(`${file}${suffix}`, { force: true });
      writeFileSync(file, bytes);
      // Bytes that nothing refers to may change unnoticed.
      await succeedsOrIsCoded(() => readAll(database, true));
      await succeedsOrIsCoded(() => readAll(database, false));
      await succeedsOrIsCoded(async () => {
        await using store = await database.openRun({ run: "r1" });
        store.append({ expectedSeq: 500, events: [event], summary: {} });
      });
      await database.listRuns();
    }),
    { numRuns: 60 },
  );
});

async function succeedsOrIsCoded(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!isSluiceError(error) || error.code === "INTERNAL") throw error;
  }
}

/** Event 300 as another Sluice would have written it. */
function writeOtherwise(file: string, other: Partial<StoredRow>): void {
  const db = new DatabaseSync(file);
  const row = { ...(db.prepare("SELECT * FROM events WHERE seq = 300").get() as unknown as StoredRow), ...other };
  db.prepare("UPDATE events SET version = ?, type = ?, checksum = ? WHERE seq = 300").run(
    row.version,
    row.type,
    eventChecksum(row),
  );
  db.close();
}

test("what only a newer Sluice can have written is JOURNAL_NEWER and names both versions", async () => {
  const { database, file } = await makeRun();
  writeOtherwise(file, { version: 7 });
  expect(await coded(() => readAll(database, true))).toMatchObject({
    code: "JOURNAL_NEWER",
    message: "Event 300 is a cancel_requested of version 7; this Sluice reads up to version 1.",
  });
  writeOtherwise(file, { type: "step_paused" });
  expect(await coded(() => readAll(database, true))).toMatchObject({ code: "JOURNAL_NEWER" });
  change(file, "PRAGMA user_version = 12");
  for (const readonly of [true, false]) {
    const error = await coded(() => readAll(database, readonly));
    expect(error.code).toBe("JOURNAL_NEWER");
    expect(error.message).toMatch(/schema version 12; this Sluice reads up to version 2\.$/);
  }
});

test("a folder without a file is no run", async () => {
  const home = temporaryHome();
  mkdirSync(join(home, "runs", "r1"), { recursive: true });
  const database = createSqliteDatabase({ home });
  expect((await coded(() => database.openRun({ run: "r1" }))).code).toBe("RUN_NOT_FOUND");
  expect(await database.listRuns()).toEqual([]);
});
