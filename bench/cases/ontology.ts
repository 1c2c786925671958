import { writeOntology } from "../documents.ts";
import { isInstalled, measure, median } from "../measure.ts";
import { seconds, type Ratio, type Skipped } from "../ratio.ts";

/** A document with an ontology of 3,000 classes in `$schemas`: validating it, and running it with a check that needs it. */
export function ontology(folder: string, runner: readonly string[], runs: number): (Ratio | Skipped)[] {
  const { tool, job } = writeOntology(folder, 3000);
  const name = "an ontology of 3,000 classes in $schemas, against cwltool:";
  const cases = [
    { what: "validating", args: ["--validate", tool], limit: 1 / 50 },
    { what: "a subclass check in a run", args: ["--quiet", tool, job], limit: 1 / 10 },
  ];
  return cases.map(({ what, args, limit }) => {
    if (!isInstalled("cwltool")) return { name: `${name} ${what}`, skipped: "cwltool is not installed" };
    const ours = median(Array.from({ length: runs }, () => measure({ argv: [...runner, ...args] }).wall));
    // One run of theirs takes as long as all of ours.
    const theirs = measure({ argv: ["cwltool", ...args] }).wall;
    return {
      name: `${name} ${what}`,
      value: ours / theirs,
      limit,
      detail: `${seconds(ours)} / ${seconds(theirs)}`,
    };
  });
}
