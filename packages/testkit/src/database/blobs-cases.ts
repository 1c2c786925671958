import assert from "node:assert/strict";
import { rejects } from "../suite/rejects.ts";
import type { DatabaseCases } from "./database-harness.ts";

export const blobsCases: DatabaseCases = {
  "a blob is stored once; a missing one is an error": async ({ database }) => {
    await using store = await database.createRun({ run: "r1", name: "First" });
    const large = JSON.stringify("x".repeat(3_000_000));
    await store.putBlob({ digest: "d1", text: large });
    await store.putBlob({ digest: "d1", text: large });
    assert.equal(await store.getBlob({ digest: "d1" }), large);
    await rejects("JOURNAL_CORRUPT", async () => store.getBlob({ digest: "d2" }));
  },
};
