import { writeSync } from "node:fs";
import { createSqliteDatabase, currentHolder } from "../../../src/persist/index.ts";

/** Holds the lease of a run until it is killed. */
const [home = ""] = process.argv.slice(2);
const store = await createSqliteDatabase({ home }).openRun({ run: "r1" });
await store.acquireLease({ holder: currentHolder() });
writeSync(1, "held\n");
setInterval(() => undefined, 1000);
