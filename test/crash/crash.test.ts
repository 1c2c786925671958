import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StoredRunEvent } from "@sluice/contracts";
import { createSqliteDatabase } from "@sluice/core";
import { expect, test } from "vitest";
import { killPoints } from "./kill-points.ts";
import { processesIn } from "./processes-in.ts";
import { random } from "./random.ts";
import { startsFile, writeCrashWorkflow } from "./workflow.ts";

const script = fileURLToPath(new URL("engine-process.ts", import.meta.url));
const kills = Number(process.env["SLUICE_CRASH_KILLS"] ?? 200);
const killsPerRun = 8;

const outcome = `x${"b".repeat(9)}`;
const expected = `${[0, 1, 2, 3, 4, 5].map((index) => `${outcome}${index}e`).join("-")}${"a".repeat(8)}`;

interface Ended {
  readonly killed: boolean;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function drive(args: readonly string[], killAfterMs?: number): Promise<Ended> {
  return new Promise((resolve) => {
    // The built packages: an engine of sources takes twice as long to start.
    const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    // Not `close`: jobs that outlive the engine may hold its pipes.
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      setTimeout(() => resolve({ killed: signal === "SIGKILL", code, stdout, stderr }), 5);
    });
  });
}

async function journalOf(home: string, run: string): Promise<StoredRunEvent[]> {
  await using database = createSqliteDatabase({ home });
  await using store = await database.openRun({ run, readonly: true });
  return await Array.fromAsync(store.read());
}

/** One run that is killed several times, then finished. Answers how often it was killed. */
async function crashRun(seed: number): Promise<number> {
  const next = random(seed);
  const folder = mkdtempSync(join(tmpdir(), "sluice-crash-"));
  const home = join(folder, "home");
  const { workflow, job } = writeCrashWorkflow(folder);
  let count = 0;
  let create = ["create", workflow, job];
  for (let round = 0; round < killsPerRun; round += 1) {
    const timed = next(4) === 0;
    const point = killPoints[next(killPoints.length)] as string;
    const crossing = 1 + next(10);
    const trap = timed ? [] : [point, String(crossing)];
    const ended = await drive([home, "r", ...create, ...trap], timed ? 150 + next(500) : undefined);
    if (!ended.killed) {
      // A run that is over cannot be killed any more, nor resumed: the next one is.
      expect(ended.stderr).toBe("");
      expect(ended.code).toBe(0);
      break;
    }
    count += 1;
    const journal = await journalOf(home, "r").catch(() => []);
    // Killed between the commit of the end and its own: there is nothing left to do.
    if (journal.some(({ type }) => type === "run_completed")) break;
    const begun = journal.length > 0;
    create = begun ? ["resume", "-", "-"] : ["create", workflow, job];
    if (!begun) rmSync(home, { recursive: true, force: true });
  }
  const before = await journalOf(home, "r").catch(() => []);
  if (!before.some(({ type }) => type === "run_completed")) {
    const last = await drive([home, "r", ...create]);
    expect({ code: last.code, stderr: last.stderr }).toEqual({ code: 0, stderr: "" });
  }
  const events = await journalOf(home, "r");
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(-1)).toMatchObject({ type: "run_completed", data: { outputs: { last: { value: expected } } } });
  // Every job started exactly once: what was running was found again, what was committed was left alone.
  const starts = readFileSync(startsFile(folder), "utf8").trim().split("\n");
  expect(starts.toSorted()).toEqual([...new Set(starts)].toSorted());
  expect(starts.length).toBe(23);
  const completed = events.flatMap((event) =>
    event.type === "step_completed" ? [`${event.data.step} ${event.data.tag}`] : [],
  );
  expect(completed.length).toBe(new Set(completed).size);
  expect(processesIn(folder)).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
  return count;
}

test(
  `${kills} kills of the engine lose nothing and start nothing twice`,
  async () => {
    let done = 0;
    let seed = 1;
    const lane = async (): Promise<void> => {
      while (done < kills) {
        const mine = seed;
        seed += 1;
        try {
          // Not in one: what another lane adds meanwhile would be lost.
          const count = await crashRun(mine);
          done += count;
        } catch (error) {
          throw new Error(`seed ${mine}`, { cause: error });
        }
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, lane));
    expect(done).toBeGreaterThanOrEqual(kills);
  },
  30 * 60_000,
);
