import { fileURLToPath } from "node:url";
import { measure, median } from "../measure.ts";
import { seconds, type Ratio } from "../ratio.ts";

const script = fileURLToPath(new URL("../hook-rounds.ts", import.meta.url));
const rounds = 60;

/** What hooks that do nothing add to a run whose steps do next to nothing. Without hooks nothing is made for them at all. */
export function emptyHooks(_folder: string, _runner: readonly string[], runs: number): Ratio[] {
  // In turn in the same process: what is measured is a twentieth of the whole, and processes differ by more in how the system laid them out.
  // A run without hooks is as fast there as where there never were any.
  const times = Array.from({ length: runs }, () => {
    const argv = [process.execPath, "--expose-gc", script, String(rounds), "0", "1", "10"];
    return JSON.parse(measure({ argv }).stdout) as [number, number, number][];
  }).flat();
  const compare = (name: string, at: 1 | 2, limit: number): Ratio => {
    const middle = (index: 0 | 1 | 2): string => seconds(median(times.map((round) => round[index])));
    return {
      name: `${name}, against a run of 2,000 steps without hooks`,
      // Of each round by itself: both had the same minute.
      value: median(times.map((round) => round[at] / round[0])),
      limit,
      detail: `${middle(at)} / ${middle(0)}`,
    };
  };
  return [compare("one empty hook", 1, 1.1), compare("ten empty hooks", 2, 1.5)];
}
