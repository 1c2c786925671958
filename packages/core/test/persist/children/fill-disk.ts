import { isSluiceError, type RunEvent } from "@sluice/contracts";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createSqliteDatabase } from "../../../src/persist/index.ts";
import { toJournalError } from "../../../src/persist/sqlite-error.ts";

/** Appends on a small disk until it is full, makes room, and goes on. Prints what happened as JSON. */
const [home = ""] = process.argv.slice(2);
const database = createSqliteDatabase({ home });
await using store = await database.createRun({ run: "r1", name: "First" });
const event: RunEvent = { type: "cancel_requested", data: { reason: "x".repeat(5000) } };

/** @returns the code of the error that ended it */
function appendUntilError(): string {
  for (;;) {
    try {
      store.append({ expectedSeq: seq, events: [event, event], summary: { known: seq + 2 } });
    } catch (error) {
      return isSluiceError(error) ? error.code : String(error);
    }
    seq += 2;
  }
}

let seq = 0;
const ballast = join(home, "ballast");
const file = openSync(ballast, "w");
writeSync(file, Buffer.alloc(1_000_000));
closeSync(file);
const full = [appendUntilError(), appendUntilError()];
const seqWhenFull = seq;
const known = (await store.summary()).known;
const blob = await code(async () => store.putBlob({ digest: "d1", text: JSON.stringify("x".repeat(500_000)) }));
const quota = toJournalError(Object.assign(new Error("disk I/O error"), { errcode: 778 }), join(home, "run.db")).code;
const create = await code(() => database.createRun({ run: "r2", name: "Second" }));
rmSync(ballast);
store.append({ expectedSeq: seq, events: [event], summary: { known: seq + 1 } });
const read = (await Array.fromAsync(store.read())).length;
const runs = (await database.listRuns()).map(({ run }) => run);
writeSync(1, JSON.stringify({ full, seqWhenFull, known, blob, quota, create, read, runs }));

async function code(action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
    return "done";
  } catch (error) {
    return isSluiceError(error) ? error.code : String(error);
  }
}
