import { isSluiceError, type RunEvent, type SluiceError, type StoredRunEvent } from "@sluice/contracts";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createSqliteDatabase, type SqliteDatabase } from "../../src/persist/index.ts";
import { coded } from "./coded.ts";
import { currentEvents } from "./golden-events.ts";
import { temporaryHome } from "./temporary-home.ts";

const events = Object.values(currentEvents) as readonly RunEvent[];
const status = "failed";

interface Run {
  readonly database: SqliteDatabase;
  readonly file: string;
  readonly bytes: Buffer;
  readonly stored: readonly StoredRunEvent[];
}

/** A closed run with an event of each type. */
async function makeRun(): Promise<Run> {
  const database = createSqliteDatabase({ home: temporaryHome(), network: false });
  let stored: readonly StoredRunEvent[];
  {
    await using store = await database.createRun({ run: "r1", name: "First" });
    stored = store.append({ expectedSeq: 0, events, summary: { status, endedAt: 5, known: 3 } });
  }
  const file = join(database.runFolder("r1"), "run.db");
  return { database, file, bytes: readFileSync(file), stored };
}

/** Numbers below a limit that are the same in each run of the tests. */
function* numbersBelow(limit: number, count: number): Generator<number> {
  let state = 11;
  for (let made = 0; made < count; made += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield Math.floor((state / 2 ** 32) * limit);
  }
}

/** Reads the run with one bit of its file changed: either it is as it was written, or the error is the answer. */
async function readFlipped({ database, file, bytes, stored }: Run, bit: number): Promise<SluiceError | undefined> {
  const flipped = Buffer.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  for (const suffix of ["-wal", "-shm", "-journal"]) rmSync(`${file}${suffix}`, { force: true });
  writeFileSync(file, flipped);
  expect(await database.listRuns()).toMatchObject([{ run: "r1" }]);
  try {
    await using store = await database.openRun({ run: "r1", readonly: true });
    expect({ bit, events: await Array.fromAsync(store.read()) }).toEqual({ bit, events: stored });
    const summary = await store.summary();
    expect(["created", "running", "completed", "failed", "cancelled"]).toContain(summary.status);
    return undefined;
  } catch (error) {
    if (isSluiceError(error) && error.code !== "INTERNAL") return error;
    throw error;
  }
}

test("whatever bit of an event changes, the journal is damaged, and the event is named", async () => {
  const { database, file, stored } = await makeRun();
  await using store = await database.openRun({ run: "r1", readonly: true });
  const db = new DatabaseSync(file);
  const update = db.prepare("UPDATE events SET data = CAST(? AS TEXT) WHERE seq = ?");
  for (const { data, seq } of stored) {
    const text = Buffer.from(JSON.stringify(data));
    for (const bit of numbersBelow(8 * text.length, 30)) {
      const flipped = Buffer.from(text);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      update.run(flipped, seq);
      const error = await coded(() => Array.fromAsync(store.read()));
      expect(`${error.code} ${error.message}`).toBe(`JOURNAL_CORRUPT Event ${seq} of run r1 is not as it was written.`);
    }
    update.run(text, seq);
  }
  db.close();
  expect(await Array.fromAsync(store.read())).toEqual(stored);
}, 60_000);

test("whatever bit of the file changes, nothing is read that was not written", async () => {
  const run = await makeRun();
  const codes = new Set<string | undefined>();
  for (const bit of numbersBelow(8 * run.bytes.length, 400)) codes.add((await readFlipped(run, bit))?.code);
  // The head of the file and of each page, where a bit means much.
  for (let page = 0; page < run.bytes.length; page += 4096)
    for (const bit of numbersBelow(8 * 24, 12)) codes.add((await readFlipped(run, 8 * page + bit))?.code);
  expect([...codes].filter((code) => code !== undefined && code !== "JOURNAL_NEWER")).toEqual(["JOURNAL_CORRUPT"]);
}, 60_000);

test.each([
  "seq = 90 WHERE seq = 3",
  "time = time + 1 WHERE seq = 3",
  "version = version + 1 WHERE seq = 3",
  "type = 'run_failed' WHERE seq = 3",
])("an event with another %s is not believed", async (change) => {
  const { database, file } = await makeRun();
  const db = new DatabaseSync(file);
  db.exec(`UPDATE events SET ${change}`);
  db.close();
  await using store = await database.openRun({ run: "r1", readonly: true });
  const error = await coded(() => Array.fromAsync(store.read()));
  expect(`${error.code} ${error.message}`).toMatch(/^JOURNAL_CORRUPT Event 3 /);
});

test("a page that forgot its last rows is no shorter journal", async () => {
  const run = await makeRun();
  const db = new DatabaseSync(run.file);
  const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'events'").get()?.["rootpage"]);
  db.close();
  const root = 4096 * (page - 1);
  const isLeaf = run.bytes[root] === 13;
  // The number of cells is the second number of the head of a page.
  const leaf = isLeaf ? root : 4096 * ((run.bytes.readUInt32BE(root + 8) || page) - 1);
  expect(run.bytes[leaf]).toBe(13);
  const cells = run.bytes.readUInt16BE(leaf + 3);
  const highest = 31 - Math.clz32(cells);
  const error = await readFlipped(run, 8 * (leaf + 4) + highest);
  expect(error?.code).toBe("JOURNAL_CORRUPT");
});
