import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { createSqliteDatabase, currentHolder } from "../../../src/persist/index.ts";

// Who is killed never comes to do it at its end.
flushCompileCache();

/** Goes on with a run for ever, and prints the number of each event once it is committed. */
const [home = "", network = ""] = process.argv.slice(2);
const database = createSqliteDatabase({ home, network: network === "network" });
await using store = await database.openRun({ run: "r1" });
await using _ = await store.acquireLease({ holder: currentHolder() });
let seq = 0;
for await (const event of store.read()) seq = event.seq;
for (;;) {
  const batch = 1 + (seq % 3);
  const events = Array.from({ length: batch }, (_, index) => ({
    type: "cancel_requested" as const,
    data: { reason: `${seq + index + 1} `.repeat(1 + (seq % 400)) },
  }));
  const digest = String(seq + batch);
  store.putBlob({ digest, text: JSON.stringify(digest.repeat(1 + (seq % 2000))) });
  store.append({ expectedSeq: seq, events, summary: { status: "running", known: seq + batch } });
  seq += batch;
  writeSync(1, `${seq}\n`);
}
