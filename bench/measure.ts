import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One run of a command from outside. */
export interface Measurement {
  /** Wall time in seconds. */
  readonly wall: number;
  readonly stdout: string;
}

/** A command that is measured. A fresh folder is its working directory each time. */
export interface Command {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Where all that is measured works. What it leaves is removed in the end only: some file systems look, for minutes, at
 * each file that was removed before they make a new one, and then every run would be slower than the one before.
 */
const place = mkdtempSync(join(tmpdir(), "sluice-bench-"));
process.on("exit", () => rmSync(place, { recursive: true, force: true }));

/** Runs a command once. @throws when it fails: a wrong result is not a time */
export function measure(command: Command): Measurement {
  const cwd = mkdtempSync(join(place, "work-"));
  const home = mkdtempSync(join(place, "home-"));
  const [program, ...args] = command.argv as [string, ...string[]];
  const begin = performance.now();
  const result = spawnSync(program, args, {
    cwd,
    env: { ...process.env, SLUICE_HOME: home, ...command.env },
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  const wall = (performance.now() - begin) / 1000;
  if (result.error) throw result.error;
  if (result.status !== 0) {
    throw new Error(`${command.argv.join(" ")} ended with ${result.status}:\n${result.stderr.slice(-2000)}`);
  }
  return { wall, stdout: result.stdout };
}

/** Median wall times of several commands, run in turn so that a slow minute hits all of them. */
export function medians(commands: Readonly<Record<string, Command>>, runs: number): Record<string, number> {
  const walls: Record<string, number[]> = {};
  for (const command of Object.values(commands)) measure(command);
  for (let run = 0; run < runs; run += 1) {
    for (const [name, command] of Object.entries(commands)) (walls[name] ??= []).push(measure(command).wall);
  }
  return Object.fromEntries(Object.entries(walls).map(([name, list]) => [name, median(list)]));
}

/** The middle of a list. */
export function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] as number;
}

/** Wall time in seconds and peak resident memory in bytes of a Node command. */
export function measurePeak(command: Command): Measurement & { readonly peak: number } {
  const folder = mkdtempSync(join(place, "peak-"));
  const file = join(folder, "peak");
  const hook = new URL("report-peak.mjs", import.meta.url).href;
  const env = { ...command.env, NODE_OPTIONS: `--import=${hook}`, SLUICE_BENCH_PEAK: file };
  const measurement = measure({ ...command, env });
  const peak = Number(readFileSync(file, "utf8"));
  return { ...measurement, peak };
}

/** Whether a program can be started at all. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}
