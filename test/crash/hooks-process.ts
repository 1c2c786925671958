// Drives one run as an engine of its own, with a plugin that writes down every hook that it hears, one JSON object a line, and that is
// slow, so that commits run ahead of it. Killed before or after it writes down the call whose number the command line names.
//   node hooks-process.ts HOME FILE create|resume [before|after CALL]
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import {
  definePlugin,
  operationPoint,
  SluiceError,
  type HookName,
  type JobOperation,
  type PluginHost,
} from "@sluice/contracts";
import { createEngine } from "@sluice/core";
import { createGraphBuilder } from "@sluice/core/graph";

const [home, file, mode, when, call] = process.argv.slice(2) as [string, string, string, string?, string?];
let left = Number(call ?? Infinity);

/** A job that takes no time; the one of attempt 1 of `/flaky` fails. */
const job: JobOperation = {
  kind: "job",
  version: 1,
  prepare: async ({ directories, step, attempt }) => ({
    argv: ["/bin/sh", "-c", step === "/flaky" && attempt === 1 ? "exit 3" : "true"],
    environment: { PATH: process.env["PATH"] ?? "" },
    directory: directories.output,
    staging: [],
  }),
  collect: async ({ exit, step }) => {
    if (exit.code !== 0) throw new SluiceError("JOB_KILLED", `${step} ended with ${exit.code}`);
    return { y: step };
  },
};

const graph = createGraphBuilder({ name: "hooks", frontend: "test" });
let last = graph.addInput("x");
for (const [name, kind] of [
  ["first", "transform"],
  ["flaky", "execute"],
  ["second", "transform"],
  ["job", "execute"],
] as const) {
  const y = graph.addPort(`/${name}/y`, 0);
  const step = { depth: 0, inputs: { x: { port: last } }, outputs: { y } };
  if (kind === "execute") {
    const operation = { name: "job", version: 1, params: null };
    graph.addStep(`/${name}`, { ...step, kind, operation, hardware: { cores: 0.1 } });
  } else {
    graph.addStep(`/${name}`, { ...step, kind, operation: { name: "value", version: 1, params: null } });
  }
  last = y;
}
graph.setOutput("y", last);

const heard: readonly HookName[] = [
  "beforeGraphExecute",
  "beforeNodeExecute",
  "afterNodeExecute",
  "onNodeError",
  "afterNodeRetry",
  "onJobState",
  "afterGraphExecute",
];

function witness(host: PluginHost): void {
  for (const hook of heard) {
    const hear = async (event: Readonly<Record<string, unknown>>): Promise<void> => {
      left -= 1;
      if (left === 0 && when === "before") process.kill(process.pid, "SIGKILL");
      await sleep(5);
      const { seq, key, attempt, resumed, state, job: id, exitCode } = event;
      appendFileSync(file, `${JSON.stringify({ hook, seq, key, attempt, resumed, state, job: id, exitCode })}\n`);
      if (left === 0) process.kill(process.pid, "SIGKILL");
    };
    host.hook(hook, hear as never);
  }
}

const plugin = definePlugin({
  name: "witness",
  version: "1.0.0",
  engine: "*",
  setup(host) {
    host.provide(operationPoint, "job", job);
    host.provide(operationPoint, "value", { kind: "value", version: 1, evaluate: async ({ step }) => ({ y: step }) });
    witness(host);
  },
});

await using engine = await createEngine({
  home,
  plugins: [plugin],
  managers: { failureManager: { options: { retry_delay: 0 } } },
});
const run =
  mode === "create"
    ? await engine.createRun({ graph: graph.build(), inputs: { x: 1 }, runId: "r", options: { attempts: 2 } })
    : await engine.resumeRun({ run: "r" });
const { status } = await run.execute();
process.exitCode = status === "completed" ? 0 : 1;
