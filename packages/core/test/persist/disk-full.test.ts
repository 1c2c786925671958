import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createSqliteDatabase } from "../../src/persist/index.ts";
import { createSqliteRunStore } from "../../src/persist/sqlite-run-store.ts";
import { outputOf, spawnChild } from "./children/spawn.ts";
import { coded } from "./coded.ts";
import { temporaryHome } from "./temporary-home.ts";
import { needs, testWith } from "../../../../test/support/needs.ts";

const reason = (length: number) => ({ type: "cancel_requested", data: { reason: "x".repeat(length) } }) as const;

test("an append without space writes nothing, and goes through once there is some", async () => {
  const database = createSqliteDatabase({ home: temporaryHome() });
  await (await database.createRun({ run: "r1", name: "First" }))[Symbol.asyncDispose]();
  const path = join(database.runFolder("r1"), "run.db");
  const db = new DatabaseSync(path);
  await using store = createSqliteRunStore({ db, run: "r1", path, readonly: false, now: Date.now });
  store.append({ expectedSeq: 0, events: [reason(10)], summary: { known: 1 } });
  db.exec("PRAGMA max_page_count = 20");
  const error = await coded(() =>
    store.append({ expectedSeq: 1, events: [reason(10), reason(200_000)], summary: { known: 2 } }),
  );
  expect(error).toMatchObject({ code: "DISK_FULL", hint: expect.stringContaining("space") as unknown });
  expect((await coded(() => store.putBlob({ digest: "d", text: "x".repeat(200_000) }))).code).toBe("DISK_FULL");
  expect(await Array.fromAsync(store.read())).toHaveLength(1);
  expect((await store.summary()).known).toBe(1);
  db.exec("PRAGMA max_page_count = 100000");
  store.append({ expectedSeq: 1, events: [reason(10), reason(200_000)], summary: { known: 2 } });
  expect(await Array.fromAsync(store.read())).toHaveLength(3);
});

testWith(
  needs.mounts,
  "on a file system that is full",
  async () => {
    const mounted = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=3m tmpfs "$0" && exec "$@"'];
    const home = temporaryHome();
    const { stdout, stderr } = await outputOf(spawnChild("fill-disk.ts", [home], { prefix: [...mounted, home] }));
    expect(stderr).toBe("");
    const { full, seqWhenFull, known, blob, quota, create, read, runs } = JSON.parse(stdout) as Record<string, unknown>;
    expect({ full, blob, quota, create, runs }).toEqual({
      full: ["DISK_FULL", "DISK_FULL"],
      blob: "DISK_FULL",
      quota: "DISK_FULL",
      create: "DISK_FULL",
      runs: ["r1"],
    });
    expect(seqWhenFull).toBeGreaterThan(20);
    expect([known, read]).toEqual([seqWhenFull, Number(seqWhenFull) + 1]);
  },
  { timeout: 60_000 },
);
