import { echoTool } from "../documents.ts";
import { isInstalled, medians } from "../measure.ts";
import { seconds, type Ratio, type Skipped } from "../ratio.ts";

/** One `echo` tool, from a cold start to its outputs. */
export function coldStart(folder: string, runner: readonly string[], runs: number): (Ratio | Skipped)[] {
  const name = "one echo tool, cold, against cwltool";
  if (!isInstalled("cwltool")) return [{ name, skipped: "cwltool is not installed" }];
  const tool = echoTool(folder);
  const walls = medians(
    {
      sluice: { argv: [...runner, "--quiet", tool, "--message", "1"] },
      cwltool: { argv: ["cwltool", "--quiet", tool, "--message", "1"] },
    },
    runs,
  );
  const [ours, theirs] = [walls["sluice"] as number, walls["cwltool"] as number];
  return [{ name, value: ours / theirs, limit: 1 / 6, detail: `${seconds(ours)} / ${seconds(theirs)}` }];
}
