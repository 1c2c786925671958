// For one run: `node with-run.ts`
import { createEngine } from "@sluice/core";
import shellSteps from "../shell-steps/index.ts";
import { timing } from "../timing/index.ts";
import { helloGraph } from "./hello-graph.ts";

await using engine = await createEngine({ plugins: [shellSteps], managers: { database: { type: "memory" } } });
const timings = new Map<string, number>();

const timed = await engine.createRun({ graph: helloGraph(), inputs: {}, plugins: [timing(timings)] });
await timed.execute();
const steps = [...timings.keys()];

timings.clear();
const other = await engine.createRun({ graph: helloGraph(), inputs: {} });
await other.execute();
console.log(JSON.stringify({ timed: steps, other: [...timings.keys()] }));
