import { once } from "node:events";
import { expect, test } from "vitest";
import { createSqliteDatabase, currentHolder } from "../../src/persist/index.ts";
import { coded } from "./coded.ts";
import { outputOf, spawnChild } from "./children/spawn.ts";
import { temporaryHome } from "./temporary-home.ts";

test("20 runs in 20 processes start at the same time", { timeout: 60_000 }, async () => {
  const home = temporaryHome();
  const names = Array.from({ length: 20 }, (_, index) => `r${index}`);
  const ended = await Promise.all(names.map((run) => outputOf(spawnChild("make-run.ts", [home, run]))));
  expect(ended).toEqual(names.map(() => ({ code: 0, stdout: "", stderr: "" })));
  const listed = await createSqliteDatabase({ home }).listRuns();
  expect(listed.map(({ run }) => run).sort()).toEqual(names.sort());
  expect(new Set(listed.map(({ status, known }) => `${status} ${known}`))).toEqual(new Set(["completed 49"]));
});

test("of 10 processes that want the same new run, one gets it", { timeout: 60_000 }, async () => {
  const home = temporaryHome();
  const children = Array.from({ length: 10 }, () => outputOf(spawnChild("make-run.ts", [home, "r1"])));
  const ended = await Promise.all(children);
  expect(ended.filter(({ code }) => code === 0)).toHaveLength(1);
  expect(ended.filter(({ stderr }) => stderr.includes("RUN_STATE"))).toHaveLength(9);
});

test("a process that lives keeps its lease, also when it is suspended; one that was killed does not", async () => {
  const home = temporaryHome();
  let time = Date.now();
  await using database = createSqliteDatabase({ home, now: () => time });
  await using store = await database.createRun({ run: "r1", name: "First" });
  const child = spawnChild("hold-lease.ts", [home]);
  await once(child.stdout, "data");
  child.kill("SIGSTOP");
  time += 3_600_000;
  expect(await store.leaseHolder()).toEqual({ ...currentHolder(), pid: child.pid });
  expect((await coded(() => store.acquireLease({ holder: currentHolder() }))).message).toContain(
    `Process ${child.pid} on `,
  );
  expect((await coded(() => database.removeRun({ run: "r1" }))).code).toBe("RUN_LOCKED");
  child.kill("SIGKILL");
  await once(child, "close");
  expect(await store.leaseHolder()).toBeUndefined();
  await using _ = await store.acquireLease({ holder: currentHolder() });
});
