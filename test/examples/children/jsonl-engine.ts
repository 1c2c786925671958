// Drives one run whose journal is in a folder of JSON lines; to be killed.
//   node jsonl-engine.ts FOLDER create WORKFLOW STARTS
//   node jsonl-engine.ts FOLDER resume
import { createEngine, type Run } from "@sluice/core";
import { cwlPlugin } from "@sluice/cwl";
import jsonlJournals from "../../../examples/plugins/jsonl-journals/index.ts";

const [folder = "", mode, document = "", starts = ""] = process.argv.slice(2);

await using engine = await createEngine({
  plugins: [cwlPlugin, jsonlJournals],
  managers: { database: { type: "jsonl", options: { folder } } },
});

async function open(): Promise<Run> {
  if (mode === "resume") return engine.resumeRun({ run: "killed" });
  const { signal } = new AbortController();
  const context = engine.frontendContext;
  const loaded = await engine.frontend("cwl").load({ document, options: {}, context, signal });
  const { inputs } = await loaded.readInputs({ texts: { starts: [starts] }, cwd: folder, signal });
  const translated = await loaded.translate({ inputs });
  return engine.createRun({ graph: translated.graph, inputs: translated.inputs, runId: "killed" });
}

const run = await open();
process.stdout.write(`${JSON.stringify(await run.execute())}\n`);
