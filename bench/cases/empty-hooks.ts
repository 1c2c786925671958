import { fileURLToPath } from "node:url";
import { measure } from "../measure.ts";
import { seconds, type Ratio } from "../ratio.ts";

const script = fileURLToPath(new URL("../hook-rounds.ts", import.meta.url));
const rounds = 50;

/** What hooks that do nothing add to a run whose steps do next to nothing. Without hooks nothing is made for them at all. */
export function emptyHooks(_folder: string, _runner: readonly string[], runs: number): Ratio[] {
  // A process for each, so that none runs code that was optimised for another; in turn, so that a slow minute hits all of them.
  const times = new Map<number, number[]>([0, 1, 10].map((hooks) => [hooks, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const [hooks, list] of times) {
      const { stdout } = measure({ argv: [process.execPath, "--expose-gc", script, String(hooks), String(rounds)] });
      list.push(Number(stdout));
    }
  }
  // The fastest of each: processor time is only ever made longer by others, and what is measured is a twentieth of it.
  const [none, one, ten] = [...times.values()].map((list) => Math.min(...list)) as [number, number, number];
  const compare = (name: string, time: number, limit: number): Ratio => ({
    name: `${name}, against a run of 2,000 steps without hooks`,
    value: time / none,
    limit,
    detail: `${seconds(time)} / ${seconds(none)}`,
  });
  return [compare("one empty hook", one, 1.1), compare("ten empty hooks", ten, 1.5)];
}
