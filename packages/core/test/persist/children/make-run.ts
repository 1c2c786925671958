import { createSqliteDatabase, currentHolder } from "../../../src/persist/index.ts";

/** Makes a run, lives through it, and ends it. */
const [home = "", run = ""] = process.argv.slice(2);
const database = createSqliteDatabase({ home });
await using store = await database.createRun({ run, name: run });
await using _ = await store.acquireLease({ holder: currentHolder() });
store.append({
  expectedSeq: 0,
  events: [{ type: "cancel_requested", data: { reason: "x" } }],
  summary: { status: "running" },
});
await database.listRuns();
for (let seq = 1; seq < 50; seq += 1) {
  store.append({
    expectedSeq: seq,
    events: [{ type: "cancel_requested", data: { reason: "x" } }],
    summary: { known: seq },
  });
}
store.append({
  expectedSeq: 50,
  events: [{ type: "run_completed", data: { outputs: {} } }],
  summary: { status: "completed", endedAt: 1 },
});
