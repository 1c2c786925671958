import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sleepTool } from "../support/documents.ts";
import { Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("sleep.cwl", sleepTool);
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

/** Sleeping for a time that nobody else sleeps finds a job in the list of processes. */
function isAsleep(seconds: string): boolean {
  return execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" })
    .split("\n")
    .some((line) => line.trim() === `sleep ${seconds}`);
}

async function untilAsleep(seconds: string): Promise<void> {
  while (!isAsleep(seconds)) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("a signal", () => {
  test.each([
    ["SIGINT", "1001.1"],
    ["SIGTERM", "1001.2"],
    ["SIGHUP", "1001.3"],
  ] as const)("%s stops the jobs, keeps the run and ends with status 130", async (signal, seconds) => {
    const { child, seen, finished } = sandbox.start("run", "sleep.cwl", "--seconds", seconds, "--run-id", signal);
    await seen("/sleep started");
    await untilAsleep(seconds);
    child.kill(signal);
    const { status, stdout, stderr } = await finished;
    expect(stderr).toContain(`${signal}: stopping jobs`);
    expect(stderr).toContain(`sluice resume ${signal}`);
    expect([status, stdout]).toEqual([130, ""]);
    expect(isAsleep(seconds)).toBe(false);
    expect(sandbox.sluice("show", signal).stdout).toMatch(/^Status: +cancelled$/m);
  });

  test("that comes twice ends at once, and the run can still be resumed", async () => {
    // What is ignored stays ignored in what is started: without that, the job and the run may be over before the second comes.
    const command = 'baseCommand: [sh, -c, \'trap "" TERM; exec sleep "$1"\', sh]';
    sandbox.write("stubborn.cwl", sleepTool.replace(/^baseCommand:.*$/m, command));
    const { child, seen, finished } = sandbox.start("run", "stubborn.cwl", "--seconds", "1002.1", "--run-id", "twice");
    await seen("/stubborn started");
    await untilAsleep("1002.1");
    child.kill("SIGINT");
    await seen("SIGINT: stopping");
    await new Promise((resolve) => setTimeout(resolve, 150));
    child.kill("SIGINT");
    const { status, stderr } = await finished;
    expect(status).toBe(130);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
    expect(isAsleep("1002.1")).toBe(false);
    expect(sandbox.sluice("list").stdout).toContain("twice");
  });
});

describe("cancel", () => {
  test("stops a run of another process", async () => {
    const { seen, finished } = sandbox.start("run", "sleep.cwl", "--seconds", "1003.1", "--run-id", "other");
    await seen("/sleep started");
    const refused = sandbox.sluice("rm", "other");
    expect(refused.stderr).toContain("RUN_LOCKED");
    expect(refused.status).toBe(1);
    expect(sandbox.sluice("resume", "other").stderr).toContain("RUN_LOCKED");
    expect(sandbox.sluice("cancel", "other")).toMatchObject({ status: 0, stdout: "" });
    expect(await finished).toMatchObject({ status: 130 });
    expect(isAsleep("1003.1")).toBe(false);
    expect(sandbox.sluice("cancel", "other").stderr).toContain("RUN_STATE: run other is cancelled");
  });

  test("ends the jobs of a run whose engine was killed", async () => {
    const { child, seen, finished } = sandbox.start("run", "sleep.cwl", "--seconds", "1004.1", "--run-id", "orphan");
    await seen("/sleep started");
    await untilAsleep("1004.1");
    child.kill("SIGKILL");
    await finished;
    expect(isAsleep("1004.1")).toBe(true);
    expect(sandbox.sluice("show", "orphan").stdout).toContain("no engine drives it");
    expect(sandbox.sluice("rm", "orphan").stderr).toContain("sluice cancel orphan");
    const { status, stderr } = sandbox.sluice("cancel", "orphan");
    expect(stderr).toContain("run orphan is stopped");
    expect(status).toBe(0);
    expect(isAsleep("1004.1")).toBe(false);
    expect(sandbox.sluice("show", "orphan").stdout).toMatch(/^Status: +cancelled$/m);
  });
});

test("a run whose engine was killed goes on with the job that still runs", async () => {
  const { child, seen, finished } = sandbox.start("run", "sleep.cwl", "--seconds", "2.17", "--run-id", "goes-on");
  await seen("/sleep started");
  await untilAsleep("2.17");
  child.kill("SIGKILL");
  await finished;
  const { status, stdout, stderr } = sandbox.sluice("resume", "goes-on");
  expect(stderr).not.toContain("/sleep started");
  expect(JSON.parse(stdout)).toMatchObject({ out: { class: "File" } });
  expect(status).toBe(0);
});
