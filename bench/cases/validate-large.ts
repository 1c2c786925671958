import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { filesByRun, packedChain } from "../documents.ts";
import { isInstalled, measure, median } from "../measure.ts";
import { seconds, type Ratio, type Skipped } from "../ratio.ts";

/** Checking large documents: a packed one beside cwltool, and how the time grows with steps and with files. */
export function validateLarge(folder: string, runner: readonly string[], runs: number): (Ratio | Skipped)[] {
  const ours = (document: string): number =>
    median(Array.from({ length: runs }, () => measure({ argv: [...runner, "--validate", document] }).wall));
  const [small, large] = [1_000, 5_000].map((count) => packedChain(folder, count)) as [string, string];
  const [smallTime, largeTime] = [ours(small), ours(large)];
  const [few, many] = [100, 1_000].map((count) => {
    const place = join(folder, `files-${count}`);
    mkdirSync(place);
    return ours(filesByRun(place, count));
  }) as [number, number];
  return [
    besideCwltool(large, largeTime),
    {
      name: "time to validate 5,000 steps, against 5 × the time for 1,000",
      value: largeTime / (5 * smallTime),
      limit: 1.2,
      detail: `${seconds(largeTime)} / 5 × ${seconds(smallTime)}`,
    },
    {
      name: "time to validate 1,000 files by run:, against 10 × the time for 100",
      value: many / (10 * few),
      limit: 1.2,
      detail: `${seconds(many)} / 10 × ${seconds(few)}`,
    },
  ];
}

function besideCwltool(document: string, ours: number): Ratio | Skipped {
  const name = "validate a packed document of 5,000 steps, against cwltool";
  if (!isInstalled("cwltool")) return { name, skipped: "cwltool is not installed" };
  // It takes many minutes; after twice the time that is asked for, how long exactly does not matter.
  const timeout = Math.ceil(Math.max(60, 40 * ours)) * 1000;
  const begin = performance.now();
  const { status, signal } = spawnSync("cwltool", ["--quiet", "--validate", document], {
    stdio: "ignore",
    timeout,
    killSignal: "SIGKILL",
  });
  const theirs = (performance.now() - begin) / 1000;
  const isStopped = signal !== null;
  if (!isStopped && status !== 0) throw new Error(`cwltool --validate ended with ${status}`);
  const detail = `${seconds(ours)} / ${isStopped ? "more than " : ""}${seconds(theirs)}`;
  return { name, value: ours / theirs, limit: 1 / 20, detail };
}
