import {
  isSluiceError,
  type Database,
  type ErrorCode,
  type LeaseHolder,
  type RunEvent,
  type RunStore,
  type RunSummary,
  type StoredRunEvent,
} from "@sluice/contracts";
import assert from "node:assert/strict";

/** Makes an empty database that goes by the given clock. */
export type DatabaseMaker = (input: { readonly now: () => number }) => Promise<Database>;

/** Registers a test with whatever runner there is. */
export type RegisterTest = (name: string, body: () => Promise<void>) => void;

/** What every database must do, whoever wrote it. Knows no test runner. */
export function databaseSuite({ test, make }: { readonly test: RegisterTest; readonly make: DatabaseMaker }): void {
  const withDatabase = (name: string, body: (database: Database, clock: Clock) => Promise<void>): void =>
    test(name, async () => {
      const clock = createClock();
      await using database = await make({ now: () => clock.time });
      await body(database, clock);
    });

  withDatabase("a new run is empty", async (database, clock) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    assert.equal(store.run, "r1");
    assert.deepEqual(await readAll(store), []);
    assert.deepEqual(await store.summary(), summaryOf({ run: "r1", name: "First", createdAt: clock.time }));
    assert.equal(await store.leaseHolder(), undefined);
  });

  withDatabase("the name of a run is taken once", async (database) => {
    await using _ = await database.createRun({ run: "r1", name: "First" });
    await rejects("RUN_STATE", () => database.createRun({ run: "r1", name: "Second" }));
  });

  withDatabase("names that cannot be folders are refused", async (database) => {
    for (const run of ["", ".", "..", "../r1", "a/b", ".hidden", "a b", "ä", "x".repeat(200)]) {
      await rejects("USAGE", () => database.createRun({ run, name: "Bad" }));
      await rejects("RUN_NOT_FOUND", () => database.openRun({ run }));
      await rejects("RUN_NOT_FOUND", () => database.removeRun({ run }));
    }
  });

  withDatabase("an unknown run is not found", async (database) => {
    await rejects("RUN_NOT_FOUND", () => database.openRun({ run: "nobody" }));
    await rejects("RUN_NOT_FOUND", () => database.openRun({ run: "nobody", readonly: true }));
    await rejects("RUN_NOT_FOUND", () => database.removeRun({ run: "nobody" }));
    assert.deepEqual(await database.listRuns(), []);
  });

  withDatabase("events come back as they went in, numbered from 1 and dated", async (database, clock) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    const first = await store.append({ expectedSeq: 0, events: [reason("a"), reason("b")], summary: {} });
    const dated = clock.time;
    clock.time += 5;
    await store.append({ expectedSeq: 2, events: [reason('\u0000 \u{1f600} ü \\ " \n')], summary: {} });
    assert.deepEqual(first, [stored(1, dated, "a"), stored(2, dated, "b")]);
    const all = await readAll(store);
    assert.deepEqual(all.slice(0, 2), first);
    assert.deepEqual(all[2], stored(3, dated + 5, '\u0000 \u{1f600} ü \\ " \n'));
    assert.deepEqual(await readAll(store, 3), all.slice(2));
    assert.deepEqual(await readAll(store, 4), []);
  });

  withDatabase("reading goes over any number of events", async (database) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    const events = Array.from({ length: 1000 }, (_, index) => reason(String(index)));
    await store.append({ expectedSeq: 0, events, summary: {} });
    const read = await readAll(store, 2);
    assert.deepEqual(
      read.map(({ seq }) => seq),
      events.slice(1).map((_, index) => index + 2),
    );
  });

  withDatabase("reading ends where the journal ended when it began", async (database) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    await store.append({ expectedSeq: 0, events: [reason("a"), reason("b")], summary: {} });
    let seq = 2;
    for await (const event of store.read()) {
      assert.ok(event.seq <= 2);
      await store.append({ expectedSeq: seq, events: [reason("c")], summary: {} });
      seq += 1;
    }
    assert.equal((await readAll(store)).length, 4);
  });

  withDatabase("an append at the wrong place changes nothing", async (database) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    await store.append({ expectedSeq: 0, events: [reason("a")], summary: { known: 1 } });
    for (const expectedSeq of [0, 2, 7]) {
      const append = async (): Promise<unknown> =>
        store.append({ expectedSeq, events: [reason("b")], summary: { known: 9 } });
      await rejects("JOURNAL_CONFLICT", append);
    }
    assert.equal((await readAll(store)).length, 1);
    assert.equal((await store.summary()).known, 1);
  });

  withDatabase("a second writer is found out", async (database) => {
    await using one = await database.createRun({ run: "r1", name: "First" });
    await using two = await database.openRun({ run: "r1" });
    await one.append({ expectedSeq: 0, events: [reason("a")], summary: {} });
    await rejects("JOURNAL_CONFLICT", async () => two.append({ expectedSeq: 0, events: [reason("b")], summary: {} }));
    await two.append({ expectedSeq: 1, events: [reason("c")], summary: { known: 5 } });
    await one.append({ expectedSeq: 2, events: [reason("d")], summary: { failed: 1 } });
    assert.equal((await readAll(one)).length, 3);
    assert.deepEqual([(await one.summary()).known, (await two.summary()).failed], [5, 1]);
  });

  withDatabase("the summary follows the events", async (database, clock) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    const { createdAt } = await store.summary();
    await store.append({ expectedSeq: 0, events: [reason("a")], summary: { status: "running", known: 3 } });
    await store.append({ expectedSeq: 1, events: [reason("b")], summary: { completed: 1 } });
    await store.append({
      expectedSeq: 2,
      events: [reason("c")],
      summary: { status: "failed", failed: 2, endedAt: clock.time },
    });
    const ended = summaryOf({
      run: "r1",
      name: "First",
      status: "failed",
      createdAt,
      endedAt: clock.time,
      completed: 1,
      failed: 2,
      known: 3,
    });
    assert.deepEqual(await store.summary(), ended);
    assert.deepEqual(await database.listRuns(), [ended]);
    await store.append({ expectedSeq: 3, events: [reason("d")], summary: { status: "running", failed: 0 } });
    const { endedAt: _, ...resumed } = { ...ended, status: "running" as const, failed: 0 };
    assert.deepEqual(await store.summary(), resumed);
    assert.deepEqual(await database.listRuns(), [resumed]);
  });

  withDatabase("an append of nothing but a summary", async (database) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    assert.deepEqual(await store.append({ expectedSeq: 0, events: [], summary: { name: "Renamed" } }), []);
    assert.equal((await store.summary()).name, "Renamed");
  });

  withDatabase("what was stored is there when the run is opened again", async (database) => {
    {
      await using store = await database.createRun({ run: "r1", name: "First" });
      await store.append({ expectedSeq: 0, events: [reason("a")], summary: { known: 1 } });
      await store.putBlob({ digest: "d1", text: '"blob"' });
    }
    for (const readonly of [true, false]) {
      await using store = await database.openRun({ run: "r1", readonly });
      assert.equal((await readAll(store)).length, 1);
      assert.equal(await store.getBlob({ digest: "d1" }), '"blob"');
      assert.equal((await store.summary()).known, 1);
    }
  });

  withDatabase("a store that reads sees what another writes, and writes nothing", async (database) => {
    await using writer = await database.createRun({ run: "r1", name: "First" });
    await using lease = await writer.acquireLease({ holder: elsewhere("alpha") });
    await using reader = await database.openRun({ run: "r1", readonly: true });
    await writer.append({ expectedSeq: 0, events: [reason("a")], summary: { status: "running" } });
    assert.equal((await readAll(reader)).length, 1);
    assert.equal((await reader.summary()).status, "running");
    await rejects("RUN_STATE", async () => reader.append({ expectedSeq: 1, events: [reason("b")], summary: {} }));
    await rejects("RUN_STATE", async () => reader.putBlob({ digest: "d", text: "1" }));
    await rejects("RUN_STATE", () => reader.acquireLease({ holder: elsewhere("beta") }));
    assert.equal(lease.signal.aborted, false);
  });

  withDatabase("a blob is stored once; a missing one is an error", async (database) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    const large = JSON.stringify("x".repeat(3_000_000));
    await store.putBlob({ digest: "d1", text: large });
    await store.putBlob({ digest: "d1", text: large });
    assert.equal(await store.getBlob({ digest: "d1" }), large);
    await rejects("JOURNAL_CORRUPT", async () => store.getBlob({ digest: "d2" }));
  });

  withDatabase("one holder at a time", async (database) => {
    await using one = await database.createRun({ run: "r1", name: "First" });
    await using two = await database.openRun({ run: "r1" });
    const lease = await one.acquireLease({ holder: elsewhere("alpha") });
    const refused = await rejects("RUN_LOCKED", () => two.acquireLease({ holder: elsewhere("beta") }));
    assert.match(refused, /alpha/);
    await rejects("RUN_LOCKED", async () => two.append({ expectedSeq: 0, events: [reason("a")], summary: {} }));
    await rejects("RUN_LOCKED", () => database.removeRun({ run: "r1" }));
    assert.deepEqual(await two.leaseHolder(), elsewhere("alpha"));
    await lease[Symbol.asyncDispose]();
    assert.equal(await two.leaseHolder(), undefined);
    await using _ = await two.acquireLease({ holder: elsewhere("beta") });
    assert.deepEqual(await one.leaseHolder(), elsewhere("beta"));
    await lease[Symbol.asyncDispose]();
    assert.deepEqual(await one.leaseHolder(), elsewhere("beta"));
  });

  withDatabase(
    "a holder elsewhere that is silent for more than a minute is replaced, and finds out",
    async (database, clock) => {
      await using one = await database.createRun({ run: "r1", name: "First" });
      await using two = await database.openRun({ run: "r1" });
      const lost = await one.acquireLease({ holder: elsewhere("alpha") });
      await one.append({ expectedSeq: 0, events: [reason("a")], summary: {} });
      clock.time += 60_000;
      await rejects("RUN_LOCKED", () => two.acquireLease({ holder: elsewhere("beta") }));
      clock.time += 1;
      assert.equal(await one.leaseHolder(), undefined);
      await using _ = await two.acquireLease({ holder: elsewhere("beta") });
      await rejects("JOURNAL_CONFLICT", async () => one.append({ expectedSeq: 1, events: [reason("b")], summary: {} }));
      assert.equal(lost.signal.aborted, true);
      await lost[Symbol.asyncDispose]();
      await two.append({ expectedSeq: 1, events: [reason("c")], summary: {} });
      assert.deepEqual(await two.leaseHolder(), elsewhere("beta"));
    },
  );

  withDatabase("closing a store gives its lease back", async (database) => {
    const one = await database.createRun({ run: "r1", name: "First" });
    await one.acquireLease({ holder: elsewhere("alpha") });
    await one[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
    await using two = await database.openRun({ run: "r1" });
    assert.equal(await two.leaseHolder(), undefined);
  });

  withDatabase("runs are listed, newest first, and removed", async (database, clock) => {
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
  });
}

interface Clock {
  time: number;
}

function createClock(): Clock {
  return { time: 1_700_000_000_000 };
}

/** Nobody looks for the process of a holder on another host. */
function elsewhere(host: string): LeaseHolder {
  return { host, bootId: `boot of ${host}`, pid: 4711 };
}

function reason(text: string): RunEvent {
  return { type: "cancel_requested", data: { reason: text } };
}

function stored(seq: number, time: number, text: string): StoredRunEvent {
  return { type: "cancel_requested", data: { reason: text }, seq, time };
}

function summaryOf(summary: Partial<RunSummary> & Pick<RunSummary, "run" | "name" | "createdAt">): RunSummary {
  return { status: "created", completed: 0, failed: 0, known: 0, ...summary };
}

async function readAll(store: RunStore, fromSeq?: number): Promise<StoredRunEvent[]> {
  return Array.fromAsync(store.read(fromSeq === undefined ? {} : { fromSeq }));
}

/** @returns the error's message */
async function rejects(code: ErrorCode, attempt: () => Promise<unknown>): Promise<string> {
  try {
    await attempt();
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    assert.equal(error.code, code, error.message);
    return error.message;
  }
  return assert.fail(`Nothing was thrown; ${code} was expected.`);
}
