import assert from "node:assert/strict";
import type { DatabaseCases } from "./database-harness.ts";
import { reason, summaryOf } from "./database-samples.ts";

export const summaryCases: DatabaseCases = {
  "the summary follows the events": async ({ database, clock }) => {
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
  },

  "an append of nothing but a summary": async ({ database }) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    assert.deepEqual(await store.append({ expectedSeq: 0, events: [], summary: { name: "Renamed" } }), []);
    assert.equal((await store.summary()).name, "Renamed");
  },
};
