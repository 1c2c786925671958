import assert from "node:assert/strict";
import { rejects } from "../suite/rejects.ts";
import type { DatabaseCases } from "./database-harness.ts";
import { elsewhere, reason } from "./database-samples.ts";

export const leasesCases: DatabaseCases = {
  "one holder at a time": async ({ database }) => {
    await using one = await database.createRun({ run: "r1", name: "First" });
    await using two = await database.openRun({ run: "r1" });
    const lease = await one.acquireLease({ holder: elsewhere("alpha") });
    const refused = await rejects("RUN_LOCKED", () => two.acquireLease({ holder: elsewhere("beta") }));
    assert.match(refused.message, /alpha/);
    await rejects("RUN_LOCKED", async () => two.append({ expectedSeq: 0, events: [reason("a")], summary: {} }));
    await rejects("RUN_LOCKED", () => database.removeRun({ run: "r1" }));
    assert.deepEqual(await two.leaseHolder(), elsewhere("alpha"));
    await lease[Symbol.asyncDispose]();
    assert.equal(await two.leaseHolder(), undefined);
    await using _ = await two.acquireLease({ holder: elsewhere("beta") });
    assert.deepEqual(await one.leaseHolder(), elsewhere("beta"));
    await lease[Symbol.asyncDispose]();
    assert.deepEqual(await one.leaseHolder(), elsewhere("beta"));
  },

  "a holder elsewhere that is silent for more than a minute is replaced, and finds out": async ({
    database,
    clock,
  }) => {
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

  "a run that is made for a holder is that holder's from its first moment on": async ({ database }) => {
    const holder = elsewhere("alpha");
    await using one = await database.createRun({ run: "r1", name: "First", holder });
    await using two = await database.openRun({ run: "r1" });
    assert.deepEqual(await two.leaseHolder(), holder);
    await rejects("RUN_LOCKED", () => two.acquireLease({ holder: elsewhere("beta") }));
    await rejects("RUN_LOCKED", () => database.removeRun({ run: "r1" }));
    const lease = await one.acquireLease({ holder });
    await one.append({ expectedSeq: 0, events: [reason("a")], summary: {} });
    await lease[Symbol.asyncDispose]();
    assert.equal(await two.leaseHolder(), undefined);
    await using _ = await one.acquireLease({ holder });
    assert.deepEqual(await two.leaseHolder(), holder);
  },

  "closing a store gives its lease back": async ({ database }) => {
    const one = await database.createRun({ run: "r1", name: "First" });
    await one.acquireLease({ holder: elsewhere("alpha") });
    await one[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
    await using two = await database.openRun({ run: "r1" });
    assert.equal(await two.leaseHolder(), undefined);
  },
};
