// Drives one run as an engine of its own: creates it, or resumes it. Killed at a point that the command line names.
//   node engine-process.ts HOME RUN create WORKFLOW JOB [POINT CROSSING]
//   node engine-process.ts HOME RUN resume - - [POINT CROSSING]
import { connectorPoint, definePlugin, type ConnectorFactory } from "@sluice/contracts";
import { createEngine, createSqliteDatabase, localConnectorFactory } from "@sluice/core";
import { cwlPlugin } from "@sluice/cwl";
import { createTrap, trapConnector, trapDatabase } from "./kill-points.ts";

const [home, runId, mode, workflow, job, point, crossing] = process.argv.slice(2);
const trap = createTrap(point, Number(crossing ?? 0));

const trapped: ConnectorFactory = trapConnector(localConnectorFactory, trap);
const plugin = definePlugin({
  name: "trapped",
  version: "1.0.0",
  engine: "*",
  setup: (host) => host.provide(connectorPoint, "trapped", trapped),
});

await using engine = await createEngine({
  database: trapDatabase(createSqliteDatabase({ home: home as string }), trap),
  plugins: [cwlPlugin, plugin],
  deployments: [{ name: "local", type: "trapped", config: {}, external: true, lazy: true }],
});

async function open(): Promise<Awaited<ReturnType<typeof engine.createRun>>> {
  if (mode === "resume") return engine.resumeRun({ run: runId as string });
  const { signal } = new AbortController();
  const frontend = engine.frontend("cwl");
  const loaded = await frontend.load({
    document: workflow as string,
    options: {},
    context: engine.frontendContext,
    signal,
  });
  const { inputs } = await loaded.readInputs({ file: job as string, texts: {}, cwd: process.cwd(), signal });
  const translated = await loaded.translate({ inputs });
  return engine.createRun({ graph: translated.graph, inputs: translated.inputs, runId: runId as string });
}

const run = await open();
const result = await run.execute();
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exitCode = result.status === "completed" ? 0 : 1;
