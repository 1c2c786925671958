// For all runs of an engine: `node with-engine.ts`
import { createEngine } from "@sluice/core";
import errorTracking from "../error-tracking/index.ts";
import progress from "../progress/index.ts";
import shellSteps from "../shell-steps/index.ts";
import timing from "../timing/index.ts";
import { helloGraph } from "./hello-graph.ts";

await using engine = await createEngine({
  plugins: [shellSteps, timing, progress, errorTracking],
  managers: { database: { type: "memory" } },
});
const run = await engine.createRun({ graph: helloGraph(), inputs: {} });
const { outputs } = await run.execute();
console.log(JSON.stringify(outputs));
