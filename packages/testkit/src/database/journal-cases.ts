import assert from "node:assert/strict";
import { isSluiceError, type RunStore } from "@sluice/contracts";
import { rejects } from "../suite/rejects.ts";
import type { DatabaseCases } from "./database-harness.ts";
import { elsewhere, readAll, reason, stored } from "./database-samples.ts";

export const journalCases: DatabaseCases = {
  "events come back as they went in, numbered from 1 and dated": async ({ database, clock }) => {
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
  },

  "reading goes over any number of events": async ({ database }) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    const events = Array.from({ length: 1000 }, (_, index) => reason(String(index)));
    await store.append({ expectedSeq: 0, events, summary: {} });
    const read = await readAll(store, 2);
    assert.deepEqual(
      read.map(({ seq }) => seq),
      events.slice(1).map((_, index) => index + 2),
    );
  },

  "reading ends where the journal ended when it began": async ({ database }) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    await store.append({ expectedSeq: 0, events: [reason("a"), reason("b")], summary: {} });
    let seq = 2;
    for await (const event of store.read()) {
      assert.ok(event.seq <= 2);
      await store.append({ expectedSeq: seq, events: [reason("c")], summary: {} });
      seq += 1;
    }
    assert.equal((await readAll(store)).length, 4);
  },

  "an append at the wrong place changes nothing": async ({ database }) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    await store.append({ expectedSeq: 0, events: [reason("a")], summary: { known: 1 } });
    for (const expectedSeq of [0, 2, 7]) {
      const append = async (): Promise<unknown> =>
        store.append({ expectedSeq, events: [reason("b")], summary: { known: 9 } });
      await rejects("JOURNAL_CONFLICT", append);
    }
    assert.equal((await readAll(store)).length, 1);
    assert.equal((await store.summary()).known, 1);
  },

  "a second writer is found out": async ({ database }) => {
    await using one = await database.createRun({ run: "r1", name: "First" });
    await using two = await database.openRun({ run: "r1" });
    await one.append({ expectedSeq: 0, events: [reason("a")], summary: {} });
    await rejects("JOURNAL_CONFLICT", async () => two.append({ expectedSeq: 0, events: [reason("b")], summary: {} }));
    await two.append({ expectedSeq: 1, events: [reason("c")], summary: { known: 5 } });
    await one.append({ expectedSeq: 2, events: [reason("d")], summary: { failed: 1 } });
    assert.equal((await readAll(one)).length, 3);
    assert.deepEqual([(await one.summary()).known, (await two.summary()).failed], [5, 1]);
  },

  "of two that append at the same time one wins": async ({ database }) => {
    await using one = await database.createRun({ run: "r1", name: "First" });
    await using two = await database.openRun({ run: "r1" });
    const append = async (store: RunStore, text: string): Promise<unknown> =>
      store.append({ expectedSeq: 0, events: [reason(text), reason(text)], summary: { name: text } });
    const outcomes = await Promise.allSettled([append(one, "a"), append(two, "b"), append(one, "c")]);
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") assert.ok(isSluiceError(outcome.reason), String(outcome.reason));
    const all = await readAll(one);
    assert.deepEqual(
      all.map(({ seq }) => seq),
      [1, 2],
    );
    const { name } = await two.summary();
    for (const { data } of all) assert.deepEqual(data, { reason: name }, "the summary is that of another append");
  },

  "what was stored is there when the run is opened again": async ({ database }) => {
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
  },

  "a store that reads sees what another writes, and writes nothing": async ({ database }) => {
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
  },

  "what the caller does with its events afterwards changes nothing": async ({ database }) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    const event = { type: "cancel_requested" as const, data: { reason: "a" } };
    await store.append({ expectedSeq: 0, events: [event], summary: {} });
    event.data.reason = "b";
    assert.deepEqual((await readAll(store))[0]?.data, { reason: "a" });
  },

  "several events are added together or not at all": async ({ database }) => {
    await using one = await database.createRun({ run: "r1", name: "First" });
    await using two = await database.openRun({ run: "r1" });
    await one.append({ expectedSeq: 0, events: [reason("a"), reason("b")], summary: { known: 2 } });
    const late = async (): Promise<unknown> =>
      two.append({ expectedSeq: 1, events: [reason("c"), reason("d")], summary: { known: 7 } });
    await rejects("JOURNAL_CONFLICT", late);
    assert.deepEqual(
      (await readAll(two)).map(({ data }) => data),
      [{ reason: "a" }, { reason: "b" }],
    );
    assert.equal((await two.summary()).known, 2);
  },
};
