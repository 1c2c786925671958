import { scatterOver } from "../documents.ts";
import { isInstalled, medians, type Command } from "../measure.ts";
import { seconds, type Ratio, type Skipped } from "../ratio.ts";

/** 1,000 `echo` tools in a scatter, journal on disk included. */
export function thousandJobs(folder: string, runner: readonly string[], runs: number): (Ratio | Skipped)[] {
  const { workflow, job } = scatterOver(folder, "echo", 1000);
  const loop = new URL("../spawn-loop.mjs", import.meta.url).pathname;
  const against = isInstalled("cwltool");
  const commands: Record<string, Command> = {
    sluice: { argv: [...runner, "--quiet", workflow, job] },
    loop: { argv: [process.execPath, loop, "1000"] },
    ...(against && { cwltool: { argv: ["cwltool", "--quiet", "--parallel", workflow, job] } }),
  };
  const walls = medians(commands, runs);
  const [ours, bare] = [walls["sluice"] as number, walls["loop"] as number];
  const name = "1,000 echo tools in a scatter, against";
  const theirs = walls["cwltool"];
  return [
    theirs === undefined
      ? { name: `${name} cwltool --parallel`, skipped: "cwltool is not installed" }
      : {
          name: `${name} cwltool --parallel`,
          value: ours / theirs,
          limit: 1 / 3,
          detail: `${seconds(ours)} / ${seconds(theirs)}`,
        },
    { name: `${name} a bare spawn loop`, value: ours / bare, limit: 2, detail: `${seconds(ours)} / ${seconds(bare)}` },
  ];
}
