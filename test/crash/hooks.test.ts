import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StoredRunEvent } from "@sluice/contracts";
import { createSqliteDatabase } from "@sluice/core";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("hooks-process.ts", import.meta.url));

interface Heard {
  readonly hook: string;
  readonly seq?: number;
  readonly key?: string;
  readonly attempt?: number;
  readonly resumed?: boolean;
  readonly state?: string;
  readonly job?: string;
  readonly exitCode?: number;
}

/** Answers the signal, or what the process said when none ended it. */
function drive(args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("exit", (code, signal) => setTimeout(() => resolve(signal ?? `${code} ${stderr}`), 5));
  });
}

async function journalOf(home: string): Promise<StoredRunEvent[]> {
  await using database = createSqliteDatabase({ home });
  await using store = await database.openRun({ run: "r", readonly: true });
  return await Array.fromAsync(store.read());
}

const heardIn = (file: string): Heard[] =>
  existsSync(file)
    ? readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Heard)
    : [];

/** What hooks must have heard of a journal. Begins are told again when a thing is begun again, and are not looked at. */
function owed(events: readonly StoredRunEvent[]): string[] {
  const jobs = new Map<string, string>();
  return events.flatMap(({ type, data, seq }) => {
    const state = (name: string): string => `onJobState ${jobs.get("step" in data ? data.step : "")} ${name}`;
    const retry = "attempt" in data && data.attempt > 1 ? [`afterNodeRetry ${seq}`] : [];
    switch (type) {
      case "job_scheduled":
        jobs.set(data.step, data.job);
        return [state("scheduled")];
      case "job_submitted":
        return [state("submitted")];
      case "step_completed":
        return [`afterNodeExecute ${seq}`, ...(data.exit ? [state("exited")] : []), ...retry];
      case "step_failed":
        return [`onNodeError ${seq}`, ...(data.exit ? [state("exited")] : []), ...retry];
      case "run_completed":
        return [`afterGraphExecute ${seq}`];
      default:
        return [];
    }
  });
}

const nameOf = ({ hook, seq, job, state }: Heard): string =>
  hook === "onJobState" ? `${hook} ${job} ${state}` : `${hook} ${seq}`;

/** Kills an engine at the n-th call of its hooks, and those that take the run up a little later each, until one gets to the end. Answers how many were killed. */
async function killAt(when: "before" | "after", call: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-crash-hooks-"));
  const [home, file] = [join(folder, "home"), join(folder, "heard")];
  try {
    let mode = "create";
    let kills = 0;
    for (;;) {
      const before = heardIn(file).length;
      const known = mode === "create" ? [] : await journalOf(home);
      const position = known.findLast(({ data }) => data.told !== undefined)?.data.told ?? 0;
      // The later ones live longer, or none would come further than the first.
      const ended = await drive([home, file, mode, when, String(call + 4 * kills)]);
      const mine = heardIn(file).slice(before);
      const placed = mine.filter(({ hook, seq }) => !hook.startsWith("before") && seq !== undefined);
      expect(placed.filter(({ seq }) => (seq as number) <= position)).toEqual([]);
      expect(placed.map(({ seq }) => seq as number)).toEqual(
        placed.map(({ seq }) => seq as number).toSorted((a, b) => a - b),
      );
      expect(placed.every(({ resumed }) => resumed === (mode === "resume"))).toBe(true);
      if (ended !== "SIGKILL") {
        expect(ended).toBe("0 ");
        break;
      }
      mode = "resume";
      kills += 1;
    }
    const events = await journalOf(home);
    const begins = ({ hook }: Heard): boolean => hook.startsWith("before");
    // What connectors say in between is in no journal.
    const between = ({ state }: Heard): boolean => state === "running" || state === "queued";
    const heard = heardIn(file).filter((each) => !begins(each) && !between(each));
    expect([...new Set(heard.map(nameOf))].toSorted()).toEqual(owed(events).toSorted());
    expect(heard.filter(({ state }) => state === "exited").map(({ exitCode }) => exitCode)).toContain(3);
    expect(
      heardIn(file)
        .filter(begins)
        .map(({ key }) => key),
    ).toEqual(expect.arrayContaining(["/first#0", "/flaky#0", "/second#0", "/job#0"]));
    return kills;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test(
  "engines that are killed before or after a hook has written down what it heard leave nothing untold",
  async () => {
    const points = Array.from({ length: 18 }, (_, index) => [index % 2 === 0 ? "before" : "after", index + 1] as const);
    const least = points.length;
    let kills = 0;
    const lane = async (): Promise<void> => {
      for (let point = points.shift(); point; point = points.shift()) {
        const [when, call] = point;
        try {
          // Not in one: what another lane adds meanwhile would be lost.
          const killed = await killAt(when, call);
          kills += killed;
        } catch (error) {
          throw new Error(`killed ${when} call ${call}`, { cause: error });
        }
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, lane));
    expect(kills).toBeGreaterThanOrEqual(least);
  },
  10 * 60_000,
);
