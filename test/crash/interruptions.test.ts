import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { StoredRunEvent } from "@sluice/contracts";
import { createSqliteDatabase } from "@sluice/core";
import { expect, test } from "vitest";
import { writeInterruptedWorkflow, type InterruptedWorkflow } from "./interrupted-workflow.ts";
import { processesIn, sessionOf } from "./processes-in.ts";
import { random } from "./random.ts";

const sluice = fileURLToPath(new URL("../../packages/cli/bin/sluice.js", import.meta.url));
const moments = Number(process.env["SLUICE_INTERRUPTIONS"] ?? 60);
const momentsPerRun = 5;

/** The ways to interrupt a run. */
const ways = ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL", "cancel", "twice", "shutdown"] as const;
/** Milliseconds between two signals that are not one. */
const apart = 120;

/** What a moment is counted from: the start of the process, the creation of the run's folder, or the folder of a job. */
const aims = ["start", "run", "job"] as const;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Runs a command of Sluice as a user does. */
function start(home: string, ...args: readonly string[]): Started {
  const child = spawn(process.execPath, [sluice, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, SLUICE_HOME: home, NO_COLOR: "1" },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    // Not `close`: jobs that outlive the engine may hold its pipes.
    child.on("exit", (code, signal) => setImmediate(() => resolve({ code, signal, stdout, stderr })));
  });
  return { child, ended };
}

async function journalOf(home: string): Promise<StoredRunEvent[]> {
  await using database = createSqliteDatabase({ home });
  await using store = await database.openRun({ run: "r", readonly: true });
  return await Array.fromAsync(store.read());
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/** Waits for what a moment is counted from, and then for the moment; false when the process has ended before. */
async function reach(child: ChildProcess, home: string, next: (below: number) => number): Promise<boolean> {
  const aim = aims[next(aims.length)];
  const [run, jobs] = [join(home, "runs", "r"), join(home, "runs", "r", "jobs")];
  const count = (): number => (existsSync(jobs) ? readdirSync(jobs).length : 0);
  const target = count() + 1 + next(3);
  const isThere = (): boolean => (aim === "run" ? existsSync(run) : aim === "job" ? count() >= target : true);
  while (!isThere() && isRunning(child)) await sleep(1);
  await sleep(aim === "start" ? next(1000) : 2 * next(20));
  return isRunning(child);
}

/** A machine goes down: everything is asked to end, the engine a moment earlier or later than the jobs, and is killed a moment after that. */
async function shutDown(engine: ChildProcess, folder: string, next: (below: number) => number): Promise<void> {
  const jobs = processesIn(folder)
    .map(Number)
    .filter((pid) => pid !== engine.pid);
  const wrappers = jobs.flatMap((pid) => sessionOf(pid) ?? []).filter((pid) => pid !== sessionOf(process.pid));
  const all = [...new Set([...wrappers, ...jobs])];
  const isEngineFirst = next(2) === 0;
  if (isEngineFirst) engine.kill("SIGTERM");
  await sleep(next(30));
  for (const pid of all) signal(pid, "SIGTERM");
  await sleep(next(30));
  if (!isEngineFirst) engine.kill("SIGTERM");
  await sleep(next(400));
  engine.kill("SIGKILL");
  for (const pid of [...all, ...processesIn(folder).map(Number)]) signal(pid, "SIGKILL");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}

async function interrupt(
  way: (typeof ways)[number],
  { child, ended }: Started,
  { home, folder, next }: { readonly home: string; readonly folder: string; readonly next: (below: number) => number },
): Promise<Ended> {
  if (way === "shutdown") {
    await shutDown(child, folder, next);
  } else if (way === "cancel") {
    const asked = await start(home, "cancel", "r").ended;
    // Before there is a run, or when it has ended meanwhile, there is nothing to cancel.
    if (asked.code !== 0) child.kill("SIGTERM");
  } else {
    child.kill(way === "twice" ? "SIGINT" : way);
    if (way === "twice") {
      await sleep(apart);
      child.kill("SIGINT");
    }
  }
  return ended;
}

/** What is the same for every run of the workflow: names and contents of outputs, as they were printed and as they are. */
function outputsOf(stdout: string): unknown {
  return JSON.parse(stdout, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || !("path" in value)) return value;
    const { basename, size, checksum, path } = value as Record<string, unknown>;
    const text = readFileSync(path as string);
    expect(checksum).toBe(`sha1$${createHash("sha1").update(text).digest("hex")}`);
    return { basename, size, checksum };
  });
}

/** What must hold of the journal of a run that was interrupted, and of what its jobs say. */
function check(events: readonly StoredRunEvent[], { starts }: InterruptedWorkflow): void {
  const started = starts();
  // No folder saw two starts.
  expect(started.map(({ folder }) => folder).toSorted()).toEqual(
    [...new Set(started.map(({ folder }) => folder))].toSorted(),
  );
  const folders = new Map<string, string>();
  const done = new Map<string, string>();
  const stopped = new Set<string>();
  for (const { type, data } of events) {
    if (!("step" in data)) continue;
    const [firing, attempt] = [`${data.step} ${data.tag}`, `${data.step} ${data.tag} ${data.attempt}`];
    // Nothing happens to what is committed.
    expect(done.has(firing) ? `${type} after ${attempt}` : "").toBe("");
    if (type === "job_scheduled") folders.set(attempt, data.directory);
    if (type === "step_cancelled" || type === "step_failed") stopped.add(folders.get(attempt) ?? "");
    if (type === "step_completed") done.set(firing, folders.get(attempt) ?? "");
  }
  for (const folder of done.values()) expect(folder !== "" && stopped.has(folder) ? folder : "").toBe("");
  // The last that a job did is what is committed of it.
  const committed = new Set([...done.values()].filter((folder) => folder !== "").map((folder) => join(folder, "out")));
  for (const name of new Set(started.map((each) => each.name))) {
    const last = started.findLast((each) => each.name === name);
    if (name !== "twin") expect(committed).toContain(last?.folder);
  }
  const outputs = JSON.stringify(events.at(-1)?.data);
  for (const folder of stopped) if (folder !== "") expect(outputs).not.toContain(folder);
}

function expectCode(ended: Ended, codes: readonly (number | null)[], about: string): void {
  if (!codes.includes(ended.code)) expect.fail(`${about}: ${JSON.stringify(ended)}`);
}

async function untilNothingRuns(folder: string): Promise<void> {
  for (let turn = 0; turn < 100 && processesIn(folder).length > 0; turn += 1) await sleep(50);
  expect(processesIn(folder)).toEqual([]);
}

/** One run that is interrupted several times and resumed until it ends. Answers how often it was interrupted. */
async function interruptedRun(seed: number, expected: unknown): Promise<number> {
  const next = random(seed);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "sluice-interruptions-")));
  const home = join(folder, "home");
  const workflow = writeInterruptedWorkflow(folder);
  const run = ["run", workflow.file, workflow.job, "--run-id", "r", "--cache", join(folder, "cache")];
  const create = [...run, "--outdir", join(folder, "out")];
  let args: readonly string[] = create;
  let count = 0;
  for (let round = 0; round < momentsPerRun; round += 1) {
    const started = start(home, ...args);
    const isReached = await reach(started.child, home, next);
    const way = ways[next(ways.length)] as (typeof ways)[number];
    const ended = isReached ? await interrupt(way, started, { home, folder, next }) : await started.ended;
    const about = `${way} in round ${round}`;
    if (isReached) count += 1;
    else expectCode(ended, [0], about);
    if (way !== "SIGKILL") {
      // Who cancels a run that no engine drives yet drives it for as long as that takes.
      const isLocked = way === "cancel" && ended.stderr.startsWith("RUN_LOCKED");
      expectCode(ended, isLocked ? [1] : [0, 130, null], about);
      await untilNothingRuns(folder);
    }
    const journal = await journalOf(home).catch(() => []);
    // A run that never began leaves its id free.
    args = journal.length > 0 ? ["resume", "r"] : create;
    if (journal.some(({ type }) => type === "run_completed")) break;
  }
  const last = await start(home, ...args).ended;
  expectCode(last, [0], "the last time");
  expect(outputsOf(last.stdout)).toEqual(expected);
  check(await journalOf(home), workflow);
  await untilNothingRuns(folder);
  rmSync(folder, { recursive: true, force: true });
  return count;
}

/** What the workflow makes when nobody interrupts it. */
async function uninterrupted(): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-interruptions-"));
  const { file, job } = writeInterruptedWorkflow(folder);
  const ended = await start(join(folder, "home"), "run", file, job, "--outdir", join(folder, "out")).ended;
  expectCode(ended, [0], "without interruptions");
  const outputs = outputsOf(ended.stdout);
  rmSync(folder, { recursive: true, force: true });
  return outputs;
}

test(
  `a run that is interrupted at any of ${moments} moments, and resumed, ends as if nobody had interrupted it`,
  async () => {
    const expected = await uninterrupted();
    let done = 0;
    let seed = Number(process.env["SLUICE_INTERRUPTIONS_SEED"] ?? 1);
    const lane = async (): Promise<void> => {
      while (done < moments) {
        const mine = seed;
        seed += 1;
        try {
          // Not in one: what another lane adds meanwhile would be lost.
          const count = await interruptedRun(mine, expected);
          done += count;
        } catch (error) {
          throw new Error(`seed ${mine}`, { cause: error });
        }
      }
    };
    // Most of it is waiting.
    await Promise.all(Array.from({ length: 2 * availableParallelism() }, lane));
    expect(done).toBeGreaterThanOrEqual(moments);
  },
  30 * 60_000,
);
