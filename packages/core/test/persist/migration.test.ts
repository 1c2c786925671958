import { decodeEvent, type EventVocabulary } from "@sluice/contracts";
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { currentHolder } from "../../src/persist/current-holder.ts";
import { createSqliteDatabase } from "../../src/persist/index.ts";
import { takeLease } from "../../src/persist/lease-table.ts";
import { openRunFile } from "../../src/persist/open-run-file.ts";
import { currentSchema, type RunSchema } from "../../src/persist/run-schema.ts";
import { coded } from "./coded.ts";
import { temporaryHome } from "./temporary-home.ts";

const later: RunSchema = {
  version: currentSchema.version + 2,
  create: "",
  migrations: {
    [currentSchema.version]: "ALTER TABLE summary ADD COLUMN note TEXT",
    [currentSchema.version + 1]: "UPDATE summary SET note = 'from ' || name",
  },
};

async function makeOldRun(): Promise<string> {
  const database = createSqliteDatabase({ home: temporaryHome(), network: false });
  await using store = await database.createRun({ run: "r1", name: "First" });
  store.append({ expectedSeq: 0, events: [{ type: "cancel_requested", data: { reason: "x" } }], summary: {} });
  return join(database.runFolder("r1"), "run.db");
}

function open(path: string, readonly: boolean, schema: RunSchema = later): DatabaseSync {
  return openRunFile({ run: "r1", path, readonly, network: false, now: Date.now(), schema });
}

function noteOf(db: DatabaseSync): unknown {
  return db.prepare("SELECT note FROM summary").get()?.["note"];
}

describe("a file of an older schema", () => {
  test("is migrated, with a copy as it was beside it", async () => {
    const path = await makeOldRun();
    open(path, false).close();
    const db = open(path, false);
    expect(noteOf(db)).toBe("from First");
    expect(db.prepare("SELECT count(*) AS n FROM events").get()?.["n"]).toBe(1);
    db.close();
    const folder = join(temporaryHome(), "runs", "r1");
    mkdirSync(folder, { recursive: true });
    copyFileSync(`${path}.v${currentSchema.version}.bak`, join(folder, "run.db"));
    await using database = createSqliteDatabase({ home: join(folder, "..", "..") });
    await using store = await database.openRun({ run: "r1" });
    expect(await Array.fromAsync(store.read())).toHaveLength(1);
  });

  test("is not touched by a reader, who sees it migrated", async () => {
    const path = await makeOldRun();
    const before = statSync(path);
    const db = open(path, true);
    expect(noteOf(db)).toBe("from First");
    expect(() => db.exec("DELETE FROM events")).toThrow(/readonly|attempt to write/);
    db.close();
    expect(statSync(path).mtimeMs).toBe(before.mtimeMs);
    expect(readdirSync(join(path, ".."))).not.toContain(`run.db.v${currentSchema.version}.bak`);
  });

  test("stays as it was when the migration fails", async () => {
    const path = await makeOldRun();
    const broken: RunSchema = {
      ...later,
      migrations: { ...later.migrations, [currentSchema.version + 1]: "UPDATE nothing SET x = 1" },
    };
    expect((await coded(() => open(path, false, broken))).code).toBe("JOURNAL_CORRUPT");
    const db = open(path, false);
    expect(noteOf(db)).toBe("from First");
    db.close();
  });

  test("is not migrated under the hands of the engine that drives it", async () => {
    const path = await makeOldRun();
    const old = open(path, false, currentSchema);
    takeLease(old, { run: "r1", holder: currentHolder(), now: Date.now() });
    expect((await coded(() => open(path, false))).code).toBe("RUN_LOCKED");
    expect(existsSync(`${path}.v${currentSchema.version}.bak`)).toBe(false);
    old.close();
  });
});

describe("an event of an older version", () => {
  const vocabulary: EventVocabulary = {
    versions: { cancel_requested: 3 },
    upcasters: {
      cancel_requested: {
        1: (data) => ({ why: data["reason"] ?? null }),
        2: (data) => ({ ...data, by: "unknown" }),
      },
    },
  };
  const row = { seq: 4, time: 5, type: "cancel_requested", data: '{"reason":"x"}' };

  test("passes through every up-caster from its version on", () => {
    expect(decodeEvent({ ...row, version: 1 }, { vocabulary })).toMatchObject({
      seq: 4,
      time: 5,
      data: { why: "x", by: "unknown" },
    });
    expect(decodeEvent({ ...row, version: 2 }, { vocabulary }).data).toEqual({ reason: "x", by: "unknown" });
    expect(decodeEvent({ ...row, version: 3 }, { vocabulary }).data).toEqual({ reason: "x" });
  });

  test("a forgotten up-caster is our own fault, not the file's", async () => {
    const forgetful: EventVocabulary = { ...vocabulary, upcasters: {} };
    expect((await coded(() => decodeEvent({ ...row, version: 1 }, { vocabulary: forgetful }))).code).toBe("INTERNAL");
  });
});
