// A graph made by hand: `node count-words.ts` says how many different words are in its text.
import { createEngine } from "@sluice/core";
import { createGraphBuilder } from "@sluice/core/graph";
import shellSteps from "./index.ts";

const graph = createGraphBuilder({ name: "count-words", frontend: "program" });
const text = graph.addInput("text");
const words = graph.addPort("/split/text", 0);
const count = graph.addPort("/count/lines", 0);
graph.addStep("/split", {
  kind: "execute",
  depth: 0,
  inputs: { text: { port: text } },
  outputs: { text: words },
  operation: { name: "shell-steps.run", version: 1, params: { command: "tr -s ' ' '\\n' | sort -u" } },
  hardware: { cores: 1 },
});
graph.addStep("/count", {
  kind: "transform",
  depth: 0,
  inputs: { text: { port: words } },
  outputs: { lines: count },
  operation: { name: "shell-steps.count-lines", version: 1, params: null },
});
graph.setOutput("words", count);

await using engine = await createEngine({ plugins: [shellSteps], managers: { database: { type: "memory" } } });
const run = await engine.createRun({ graph: graph.build(), inputs: { text: "to be or not to be\n" } });
const { outputs } = await run.execute();
console.log(JSON.stringify(outputs));
