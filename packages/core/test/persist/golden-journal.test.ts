import { decodeEvent, encodeEvent, eventVersions, type RunEvent, type StoredRow } from "@sluice/contracts";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { createSqliteDatabase } from "../../src/persist/index.ts";
import { currentEvents, eventOf } from "./golden-events.ts";
import { temporaryHome } from "./temporary-home.ts";

const folder = join(import.meta.dirname, "golden");

/** All versions of all events that any Sluice ever wrote. A line that was once released never changes. */
const golden: readonly StoredRow[] = readdirSync(folder)
  .filter((name) => name.endsWith(".ndjson"))
  .sort()
  .flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"))
  .map((line) => JSON.parse(line) as Omit<StoredRow, "data"> & { readonly data: unknown })
  .map((row) => ({ ...row, data: JSON.stringify(row.data) }));

describe("golden events", () => {
  test("there is one of every version of every type", () => {
    const present = golden.map(({ type, version }) => `${type} ${version}`);
    const expected = Object.entries(eventVersions).flatMap(([type, current]) =>
      Array.from({ length: current }, (_, index) => `${type} ${index + 1}`),
    );
    expect(present.sort()).toEqual(expected.sort());
  });

  test.each(golden)("$type of version $version is read as the event of today", (row) => {
    const { type, data, seq, time } = decodeEvent(row);
    expect({ type, data }).toEqual(eventOf(type, row.version));
    expect({ seq, time }).toEqual({ seq: row.seq, time: row.time });
  });

  test.each(golden.filter(({ type, version }) => eventVersions[type as RunEvent["type"]] === version))(
    "$type is still written as version $version says",
    (row) => {
      const { type, version, data } = encodeEvent(currentEvents[row.type as RunEvent["type"]]);
      expect({ type, version, data: JSON.parse(data) as unknown }).toEqual({
        type: row.type,
        version: row.version,
        data: JSON.parse(row.data) as unknown,
      });
    },
  );
});

describe("golden files", () => {
  test.each(readdirSync(folder).filter((name) => name.endsWith(".sql")))(
    "a run of %s opens, reads and goes on",
    async (name) => {
      const home = temporaryHome();
      mkdirSync(join(home, "runs", "old"), { recursive: true });
      const db = new DatabaseSync(join(home, "runs", "old", "run.db"));
      db.exec(readFileSync(join(folder, name), "utf8"));
      db.close();
      await using database = createSqliteDatabase({ home });
      expect((await database.listRuns()).map(({ run, status }) => [run, status])).toEqual([["old", "running"]]);
      await using store = await database.openRun({ run: "old" });
      expect((await Array.fromAsync(store.read())).map(({ type }) => type)).toEqual(["run_started"]);
      expect(store.getBlob({ digest: "d1" })).toBe("[1,2]");
      expect(await store.leaseHolder()).toBeUndefined();
      store.append({
        expectedSeq: 1,
        events: [currentEvents.run_cancelled],
        summary: { status: "cancelled", endedAt: 1 },
      });
      expect((await database.listRuns())[0]).toMatchObject({ run: "old", status: "cancelled", endedAt: 1 });
    },
  );
});
