import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { createSqliteDatabase, defaultHome, sqliteDatabaseFactory, strayFolders } from "../../src/persist/index.ts";
import { coded } from "./coded.ts";
import { temporaryHome } from "./temporary-home.ts";

describe("the default home", () => {
  test.each([
    { environment: { SLUICE_HOME: "/runs", XDG_DATA_HOME: "/xdg" }, home: "/runs" },
    { environment: { SLUICE_HOME: "runs" }, home: resolve("runs") },
    { environment: { SLUICE_HOME: "", XDG_DATA_HOME: "/xdg" }, home: "/xdg/sluice" },
    { environment: { XDG_DATA_HOME: "relative" }, home: join(homedir(), ".local/share/sluice") },
    { environment: {}, home: join(homedir(), ".local/share/sluice") },
  ])("$environment", ({ environment, home }) => {
    expect(defaultHome(environment)).toBe(home);
  });
});

describe("the folder of runs", () => {
  test("is made when it is first needed, and only its owner can look inside", async () => {
    const home = join(temporaryHome(), "a", "b");
    const database = createSqliteDatabase({ home });
    expect(await database.listRuns()).toEqual([]);
    expect(() => statSync(home)).toThrow("ENOENT");
    await using _ = await database.createRun({ run: "r1", name: "First" });
    for (const folder of [home, join(home, "runs"), database.runFolder("r1")]) {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    }
  });

  test("a home that cannot be written says so, with a hint", async () => {
    const file = join(temporaryHome(), "file");
    writeFileSync(file, "");
    const error = await coded(() =>
      createSqliteDatabase({ home: join(file, "home") }).createRun({ run: "r1", name: "First" }),
    );
    expect(error).toMatchObject({ code: "FILE_UNWRITABLE", hint: expect.stringContaining("SLUICE_HOME") as unknown });
  });

  test("a relative home of a configuration lies beside it", async () => {
    const configDir = temporaryHome();
    const database = sqliteDatabaseFactory.create({ options: { home: "runs-here" }, configDir });
    expect(database.runFolder("r1")).toBe(join(configDir, "runs-here", "runs", "r1"));
    const create = (options: Record<string, string | number>) => () =>
      sqliteDatabaseFactory.create({ options, configDir });
    expect((await coded(create({ home: 3 }))).code).toBe("CONFIG_INVALID");
    expect((await coded(create({ hom: "x" }))).code).toBe("CONFIG_INVALID");
  });

  test("strays are found once they are old, runs never", async () => {
    const home = temporaryHome();
    expect(strayFolders({ home })).toEqual([]);
    const database = createSqliteDatabase({ home });
    await using _ = await database.createRun({ run: "r1", name: "First" });
    const runs = join(home, "runs");
    for (const name of [".new-1", ".removed-2", "no-run", "young"]) mkdirSync(join(runs, name));
    writeFileSync(join(runs, "file"), "");
    const old = new Date(Date.now() - 7_200_000);
    for (const name of [".new-1", ".removed-2", "no-run", "r1"]) utimesSync(join(runs, name), old, old);
    expect(strayFolders({ home }).sort()).toEqual([".new-1", ".removed-2", "no-run"].map((name) => join(runs, name)));
  });
});

describe("the catalogue", () => {
  async function makeRuns(): Promise<{ home: string; database: ReturnType<typeof createSqliteDatabase> }> {
    const home = temporaryHome();
    const database = createSqliteDatabase({ home });
    for (const run of ["r1", "r2"]) {
      await using store = await database.createRun({ run, name: run });
      const events = [{ type: "run_completed", data: { outputs: {} } }] as const;
      store.append({ expectedSeq: 0, events, summary: { status: "completed", endedAt: 5, known: 3, completed: 3 } });
    }
    return { home, database };
  }

  test.each([
    { name: "missing", spoil: (file: string): void => rmSync(file) },
    { name: "empty", spoil: (file: string): void => writeFileSync(file, "") },
    { name: "rubbish", spoil: (file: string): void => writeFileSync(file, "rubbish".repeat(1000)) },
    { name: "damaged inside", spoil: (file: string): void => writeFileSync(file, readFileSync(file).fill(7, 200)) },
    { name: "cut short", spoil: (file: string): void => writeFileSync(file, readFileSync(file).subarray(0, 5000)) },
  ])("is made again when it is $name", async ({ spoil }) => {
    const { home, database } = await makeRuns();
    const before = await database.listRuns();
    expect(before).toHaveLength(2);
    spoil(join(home, "catalogue.db"));
    expect(await database.listRuns()).toEqual(before);
    // The second listing shows that the first one left a good one behind.
    writeFileSync(join(database.runFolder("r1"), "run.db"), "unreadable, but the catalogue knows it");
    expect(await database.listRuns()).toEqual(before);
  });

  test("follows folders that came or went behind its back", async () => {
    const { home, database } = await makeRuns();
    rmSync(database.runFolder("r1"), { recursive: true });
    expect((await database.listRuns()).map(({ run }) => run)).toEqual(["r2"]);
    expect((await createSqliteDatabase({ home }).listRuns()).map(({ run }) => run)).toEqual(["r2"]);
  });

  test("that cannot be used at all stops no run", async () => {
    const home = temporaryHome();
    mkdirSync(join(home, "catalogue.db"));
    const database = createSqliteDatabase({ home });
    await using store = await database.createRun({ run: "r1", name: "First" });
    store.append({ expectedSeq: 0, events: [], summary: { status: "running", known: 2 } });
    expect(await database.listRuns()).toMatchObject([{ run: "r1", status: "running", known: 2 }]);
  });

  test("learns the counts of a run that goes on from its file", async () => {
    const database = createSqliteDatabase({ home: temporaryHome() });
    await using store = await database.createRun({ run: "r1", name: "First" });
    store.append({ expectedSeq: 0, events: [], summary: { status: "running" } });
    store.append({ expectedSeq: 0, events: [], summary: { known: 9, completed: 4 } });
    expect(await database.listRuns()).toMatchObject([{ known: 9, completed: 4 }]);
  });
});
