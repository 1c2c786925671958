import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "@sluice/contracts";
import type { CacheCases } from "./cache-store-contract.ts";
import { keys } from "./sample-keys.ts";

const [one, two] = keys;

/** For stores whose files can be spoilt. */
export const damageCases: CacheCases = {
  "what is not as it was stored is not found, and goes": async ({ store, keep, bring, file, damage, signal }) => {
    await keep(one, { result: await file("a.txt", "text") });
    await damage();
    assert.equal(await bring(one, "to"), undefined);
    assert.deepEqual(await store.list({ signal }), []);
  },

  "it can be stored again": async ({ keep, bring, file, damage }) => {
    const outputs = { result: await file("a.txt", "text") };
    await keep(one, outputs);
    await damage();
    await bring(one, "to");
    assert.equal(await keep(one, outputs), true);
    const found = (await bring(one, "to"))?.["result"] as JsonObject;
    assert.equal(await readFile(fileURLToPath(found["location"] as string), "utf8"), "text");
  },

  "what has no files is found all the same": async ({ keep, bring, damage }) => {
    await keep(two, { n: 1 });
    await damage();
    assert.deepEqual(await bring(two, "to"), { n: 1 });
  },
};
