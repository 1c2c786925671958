import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quote } from "@sluice/connector-kit";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLocalHarness, isRunning, until, type LocalHarness } from "./local-harness.ts";

let folder: string;
let local: LocalHarness;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-death-"));
  local = createLocalHarness(folder);
});
afterEach(() => local[Symbol.asyncDispose]());

/** Starts an engine in a process of its own, lets it submit jobs, and kills it. */
async function engineDies(scripts: readonly string[]): Promise<void> {
  const program = join(import.meta.dirname, "children/engine-that-dies.ts");
  const argv = ["--conditions=@sluice/source", "--no-warnings", program, folder, ...scripts];
  const engine = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
  await once(engine.stdout, "data");
  engine.kill("SIGKILL");
  await once(engine, "exit");
}

async function find(count: number) {
  const jobs = Array.from({ length: count }, (_, index) => ({
    id: `job-${index}`,
    directory: join(folder, `job-${index}`),
    location: "localhost",
  }));
  return local.connector.reattach({ jobs, signal: local.signal });
}

test("jobs go on without the engine and are found by the next one", async () => {
  await engineDies([
    "sleep 1; echo finished; exit 7",
    "echo quick",
    "trap '' TERM; while :; do sleep 0.1; done",
    "sleep 0.1; kill -KILL $$",
    "sleep 60",
  ]);
  const handles = await find(6);
  expect(handles.map((handle) => handle?.id)).toEqual(["job-0", "job-1", "job-2", "job-3", "job-4", undefined]);
  const known = handles.filter((handle) => handle !== undefined);
  const [first] = await local.connector.poll({ handles: known, signal: local.signal });
  expect(first?.state).toBe("running");
  // Submitted again, nothing starts.
  const again = await local.submit(local.job("job-0", ["/bin/echo", "again"]));
  expect(again.data["pid"]).toBe(known[0]?.data["pid"]);
  expect((await local.ended("job-0")).exit).toMatchObject({ code: 7 });
  expect(local.text("job-0", "stdout")).toBe("finished\n");
  expect(local.text("job-1", "stdout")).toBe("quick\n");
  // Nobody but its wrapper watches the clock.
  expect((await local.ended("job-4")).exit).toMatchObject({ code: 143, timedOut: true });

  await local.connector.cancel({ handles: [known[2]!], graceMs: 100, signal: local.signal });
  const states = await local.connector.poll({ handles: known, signal: local.signal });
  expect(states.map((status) => status.exit?.code)).toEqual([7, 0, 137, 137, 143]);
  await until(() => known.every((handle) => !isRunning(Number(handle.data["pid"]))));
});

test("a job that left no word is lost", async () => {
  await engineDies(["sleep 300"]);
  const pid = Number(JSON.parse(readFileSync(join(folder, "job-0/pid"), "utf8")).pid);
  process.kill(-pid, "SIGKILL");
  await until(() => !isRunning(pid));
  const [handle] = await find(1);
  const [status] = await local.connector.poll({ handles: [handle!], signal: local.signal });
  expect(status).toMatchObject({ id: "job-0", state: "lost" });
  expect(status?.reason).toContain("exit.json");
});

test("what a killed wrapper left behind is ended before its job is lost", async () => {
  await engineDies([`echo $$ >${quote(join(folder, "inner"))}; sleep 300; echo late`]);
  const wrapper = Number(JSON.parse(readFileSync(join(folder, "job-0/pid"), "utf8")).pid);
  await until(() => existsSync(join(folder, "inner")) && readFileSync(join(folder, "inner"), "utf8") !== "");
  const inner = Number(readFileSync(join(folder, "inner"), "utf8"));
  process.kill(wrapper, "SIGKILL");
  await until(() => !isRunning(wrapper));
  expect(isRunning(inner)).toBe(true);
  const [handle] = await find(1);
  expect((await local.ended("job-0")).state).toBe("lost");
  expect(isRunning(inner)).toBe(false);
  const [status] = await local.connector.poll({ handles: [handle!], signal: local.signal });
  expect(status?.state).toBe("lost");
});

test("a number that another process got is not taken for the job", async () => {
  mkdirSync(join(folder, "job-0"));
  writeFileSync(join(folder, "job-0/pid"), JSON.stringify({ pid: process.pid, start: "another boot:1" }));
  const [handle] = await find(1);
  const [status] = await local.connector.poll({ handles: [handle!], signal: local.signal });
  expect(status?.state).toBe("lost");
  await local.connector.cancel({ handles: [handle!], graceMs: 10, signal: local.signal });
});

test("idle shells end with the engine", async () => {
  await engineDies(["exit 0"]);
  const pid = Number(JSON.parse(readFileSync(join(folder, "job-0/pid"), "utf8")).pid);
  await until(() => !isRunning(pid));
  expect(local.text("job-0", "exit.json")).toContain('"code":0');
});
