import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { CacheCases } from "./cache-store-contract.ts";
import { keys } from "./sample-keys.ts";

const [one, two, three] = keys;

export const maintenanceCases: CacheCases = {
  "an empty store has nothing to list and nothing to remove": async ({ store, signal }) => {
    assert.deepEqual(await store.list({ signal }), []);
    assert.deepEqual(await store.clear({ signal }), { entries: 0, bytes: 0 });
  },

  "entries are listed with what they are": async ({ store, keep, file, signal }) => {
    await keep(one, { result: await file("a.txt", "12345") });
    const [entry, ...more] = await store.list({ signal });
    assert.ok(entry);
    assert.deepEqual(more, []);
    assert.equal(entry.key, one);
    assert.equal(entry.label, "/align 0");
    assert.equal(entry.bytes, 5);
    const day = 24 * 3600 * 1000;
    for (const time of [entry.createdAt, entry.usedAt]) assert.ok(Math.abs(time - Date.now()) < day, `${time}`);
    assert.ok(entry.usedAt >= entry.createdAt);
  },

  "the last one used comes first": async ({ store, keep, bring, signal }) => {
    for (const key of [one, two, three]) {
      await keep(key, { key });
      await sleep(25);
    }
    await bring(one, "to");
    const listed = (await store.list({ signal })).map(({ key }) => key);
    assert.deepEqual(listed, [one, three, two]);
  },

  "clearing removes everything": async ({ store, keep, bring, file, signal }) => {
    await keep(one, { result: await file("a.txt", "12345") });
    await keep(two, { n: 1 });
    assert.deepEqual(await store.clear({ signal }), { entries: 2, bytes: 5 });
    assert.deepEqual(await store.list({ signal }), []);
    assert.equal(await bring(one, "to"), undefined);
    assert.equal(await keep(one, { n: 2 }), true);
    assert.deepEqual(await bring(one, "to"), { n: 2 });
  },

  "clearing what was not used for long leaves the rest": async ({ store, keep, bring, signal }) => {
    await keep(one, { n: 1 });
    await keep(two, { n: 2 });
    assert.equal((await store.clear({ usedBefore: Date.now() - 3_600_000, signal })).entries, 0);
    await sleep(25);
    const time = Date.now();
    await sleep(25);
    await bring(two, "to");
    assert.equal((await store.clear({ usedBefore: time, signal })).entries, 1);
    assert.deepEqual(
      (await store.list({ signal })).map(({ key }) => key),
      [two],
    );
  },

  "another engine sees the same": async ({ store, keep, again, signal }) => {
    await keep(one, { n: 1 });
    const other = await again();
    assert.deepEqual(await other.list({ signal }), await store.list({ signal }));
  },
};
