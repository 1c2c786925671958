import { existsSync, globSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createSqliteDatabase, type Engine } from "@sluice/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { echoTool } from "../support/documents.ts";
import { Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("echo.cwl", echoTool);
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

const run = (id: string): ReturnType<Sandbox["sluice"]> =>
  sandbox.sluice("run", "echo.cwl", "--message", "hello", "--outdir", id, "--run-id", id, "--quiet");

/** What is left of an engine that died between the making of a run and its first event. */
async function leave(id: string): Promise<void> {
  await using database: Engine["database"] = createSqliteDatabase({ home: sandbox.home });
  await using _store = await database.createRun({ run: id, name: "left" });
}

test("a run that never began is called so by every command, and its id is free", async () => {
  await leave("left");
  expect(sandbox.sluice("list").stdout).toMatch(/^left +left +never began /m);
  expect(JSON.parse(sandbox.sluice("list", "--json").stdout)).toContainEqual(
    expect.objectContaining({ run: "left", status: "created", neverBegan: true }),
  );
  const shown = sandbox.sluice("show", "left");
  expect([shown.status, shown.stdout]).toEqual([0, expect.stringMatching(/^Status: +never began: .*sluice rm left/m)]);
  for (const command of ["resume", "cancel"]) {
    const { status, stderr } = sandbox.sluice(command, "left");
    expect(stderr).toContain("RUN_STATE: run left never began: its engine ended while it made the run");
    expect(stderr).toContain("--run-id left");
    expect(status).toBe(1);
  }
  expect(run("left")).toMatchObject({ status: 0, stderr: "" });
  expect(sandbox.sluice("show", "left").stdout).toMatch(/^Status: +completed$/m);
  expect(run("left").stderr).toMatch(/^RUN_STATE: there is a run left already\n {2}Choose another id; /);
});

test("a run that never began is removed by rm and by gc", async () => {
  await leave("one");
  expect(sandbox.sluice("rm", "one")).toMatchObject({ status: 0 });
  await leave("two");
  expect(sandbox.sluice("gc", "--older-than", "1h").stdout).not.toContain("two");
  expect(sandbox.sluice("gc", "--dry-run").stdout).toMatch(/would remove .*two \(.*; run two never began\)/);
  expect(sandbox.sluice("gc").stdout).toMatch(/removed .*two \(/);
  expect(sandbox.sluice("list").stdout).not.toMatch(/one|two/);
});

test("what makes a run right now is not disturbed", async () => {
  await using database: Engine["database"] = createSqliteDatabase({ home: sandbox.home });
  const holder = { host: "elsewhere", bootId: "some boot", pid: 1 };
  await using _store = await database.createRun({ run: "fresh", name: "fresh", holder });
  expect(run("fresh").stderr).toContain("RUN_STATE: there is a run fresh already");
  expect(sandbox.sluice("resume", "fresh").stderr).toContain("RUN_LOCKED");
  expect(sandbox.sluice("gc").stdout).not.toContain("fresh");
  expect(sandbox.sluice("list").stdout).toMatch(/^fresh +fresh +created /m);
  expect(sandbox.sluice("show", "fresh").stdout).toContain("created, driven by process 1 on elsewhere");
});

test("whenever an engine is killed while it makes a run, the id can be used: by resume, or by run", async () => {
  for (const pause of [0, 1, 2, 4, 8, 16, 32, 64]) {
    const id = `killed-${pause}`;
    const argv = ["run", "echo.cwl", "--message", "hello", "--outdir", id, "--run-id", id, "--quiet"];
    const { child, finished } = sandbox.start(...argv);
    while (
      !existsSync(sandbox.path(".home", "runs", id)) &&
      globSync(sandbox.path(".home", "runs", ".new-*")).length === 0
    )
      await sleep(0);
    await sleep(pause);
    child.kill("SIGKILL");
    await finished;
    const resumed = sandbox.sluice("resume", id, "--quiet");
    if (resumed.status !== 0) {
      expect(resumed.stderr).toMatch(/^RUN_NOT_FOUND|^RUN_STATE: run killed-\d+ never began/);
      expect(run(id)).toMatchObject({ status: 0, stderr: "" });
    }
    expect(sandbox.read(`${id}/said.txt`)).toBe("hello\n");
  }
});
