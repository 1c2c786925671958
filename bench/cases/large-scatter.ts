import { scatterOver } from "../documents.ts";
import { measurePeak, median } from "../measure.ts";
import { megabytes, seconds, type Ratio } from "../ratio.ts";

/** A scatter of an ExpressionTool over 10,000 and 100,000 numbers: memory grows with the values, time with the count. */
export function largeScatter(folder: string, runner: readonly string[], runs: number): Ratio[] {
  const [small, large] = [10_000, 100_000].map((count) => {
    const { workflow, job } = scatterOver(folder, "next", count);
    const all = Array.from({ length: runs }, () => measurePeak({ argv: [...runner, "--quiet", workflow, job] }));
    return {
      wall: median(all.map(({ wall }) => wall)),
      peak: median(all.map(({ peak }) => peak)),
      output: Buffer.byteLength(JSON.stringify(JSON.parse(all[0]?.stdout ?? "null"))),
    };
  }) as [Figures, Figures];
  const added = large.peak - small.peak;
  const allowed = 3 * (large.output - small.output) + 50e6;
  return [
    {
      name: "memory added by 90,000 further elements, against 3 × added output + 50 MB",
      value: added / allowed,
      limit: 1,
      detail: `${megabytes(added)} / ${megabytes(allowed)}`,
    },
    {
      name: "time for 100,000 elements, against 10 × the time for 10,000",
      value: large.wall / (10 * small.wall),
      limit: 1.2,
      detail: `${seconds(large.wall)} / 10 × ${seconds(small.wall)}`,
    },
  ];
}

interface Figures {
  readonly wall: number;
  readonly peak: number;
  readonly output: number;
}
