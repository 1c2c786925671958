import assert from "node:assert/strict";
import type { DatabaseCases } from "./database-harness.ts";
import { elsewhere, readAll, reason } from "./database-samples.ts";
import { rejects } from "../suite/rejects.ts";

/** For databases whose data outlive the process. */
export const persistenceCases: DatabaseCases = {
  "another instance sees everything that was committed": async ({ database, again }) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    await store.append({
      expectedSeq: 0,
      events: [reason("a"), reason("b")],
      summary: { status: "running", known: 2 },
    });
    await store.putBlob({ digest: "d1", text: '"blob"' });
    // The first instance is not closed: it died.
    const second = await again();
    assert.deepEqual(await second.listRuns(), await database.listRuns());
    await using found = await second.openRun({ run: "r1" });
    assert.deepEqual(await readAll(found), await readAll(store));
    assert.equal(await found.getBlob({ digest: "d1" }), '"blob"');
    assert.equal(second.runFolder("r1"), database.runFolder("r1"));
  },

  "another instance finds a lease that is held": async ({ database, again }) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    await using _ = await store.acquireLease({ holder: elsewhere("alpha") });
    const second = await again();
    await using found = await second.openRun({ run: "r1" });
    assert.deepEqual(await found.leaseHolder(), elsewhere("alpha"));
    await rejects("RUN_LOCKED", () => found.acquireLease({ holder: elsewhere("beta") }));
  },
};
