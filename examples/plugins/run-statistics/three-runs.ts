// Three runs in one engine: `node three-runs.ts`
import { createEngine } from "@sluice/core";
import { helloGraph } from "../registration/hello-graph.ts";
import shellSteps from "../shell-steps/index.ts";
import runStatistics, { type RunStatistics } from "./index.ts";

await using engine = await createEngine({
  plugins: [shellSteps, runStatistics],
  managers: { database: { type: "memory" } },
});
for (let count = 0; count < 3; count += 1) {
  const run = await engine.createRun({ graph: helloGraph(), inputs: {} });
  await run.execute();
}
const { runs, averageDuration } = engine.context.plugin("run-statistics") as RunStatistics;
console.log(JSON.stringify({ runs, averageDuration }));
