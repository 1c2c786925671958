import { isSluiceError } from "@sluice/contracts";
import { writeSync } from "node:fs";
import { createSqliteDatabase } from "../../../src/persist/index.ts";

/** Prints what can be seen of a run, and what happens to who tries to change something. */
const [home = ""] = process.argv.slice(2);
const database = createSqliteDatabase({ home });
const listed = (await database.listRuns()).map(({ run, status }) => `${run} ${status}`);
await using store = await database.openRun({ run: "r1", readonly: true });
const seqs = (await Array.fromAsync(store.read())).map(({ seq }) => seq);
const create = await code(() => database.createRun({ run: "r2", name: "Second" }));
const write = await code(async () => {
  await using store = await database.openRun({ run: "r1" });
  return store.append({ expectedSeq: 1, events: [], summary: { name: "Renamed" } });
});
const remove = await code(() => database.removeRun({ run: "r1" }));
writeSync(1, JSON.stringify({ listed, seqs, create, write, remove }));

async function code(action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
    return "done";
  } catch (error) {
    return isSluiceError(error) ? error.code : String(error);
  }
}
