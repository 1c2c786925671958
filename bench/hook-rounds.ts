// Runs a workflow of 2,000 steps in this process with each number of empty hooks in turn, in several rounds, and prints their seconds of
// processor time as JSON: a list for each round. Arguments: the number of rounds, the numbers of hooks. Needs --expose-gc.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { definePlugin, operationPoint, type Plugin, type WorkflowGraph } from "@sluice/contracts";
import { createEngine } from "@sluice/core";
import { createGraphBuilder } from "@sluice/core/graph";

const steps = 2000;
const [rounds = 0, ...counts] = process.argv.slice(2).map(Number);
/** Rounds until the code is as fast as it gets. */
const warmUp = 5;
const cell = new Int32Array(new SharedArrayBuffer(4));

function graph(): WorkflowGraph {
  const builder = createGraphBuilder({ name: "many", frontend: "bench" });
  const x = builder.addInput("x");
  for (let index = 0; index < steps; index += 1) {
    const y = builder.addPort(`/s${index}/y`, 0);
    const operation = { name: "add", version: 1, params: null };
    const inputs = { x: { port: x } };
    builder.addStep(`/s${index}`, { kind: "transform", depth: 0, inputs, outputs: { y }, operation });
    builder.setOutput(`y${index}`, y);
  }
  return builder.build();
}

function plugin(name: string, setup: Plugin["setup"]): Plugin {
  return definePlugin({ name, version: "1.0.0", engine: "*", setup });
}

/** Else the garbage of opening an engine is collected in some rounds during the run, and in others after it. */
function collectGarbage(): void {
  if (!globalThis.gc) throw new Error("start it with --expose-gc");
  globalThis.gc({ type: "minor" });
}

/** Seconds of processor time so far. The system adds up what a thread used when it stops running or at a tick, every 4 ms: so it stops. */
function processorTime(): number {
  Atomics.wait(cell, 0, 0, 1);
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** A run with the empty hooks: the first is about the end of steps, like that of most plugins; the next about their begin. */
async function measureRun(hooks: number): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), "sluice-bench-home-"));
  const empty = Array.from({ length: hooks }, (_, index) =>
    plugin(`empty-${index}`, (host) =>
      host.hook(index % 2 === 0 ? "afterNodeExecute" : "beforeNodeExecute", () => undefined),
    ),
  );
  const add = plugin("add", (host) =>
    host.provide(operationPoint, "add", {
      kind: "value",
      version: 1,
      evaluate: ({ inputs }) => Promise.resolve({ y: Number(inputs["x"]) + 1 }),
    }),
  );
  try {
    await using engine = await createEngine({ home, plugins: [add, ...empty] });
    const run = await engine.createRun({ graph: graph(), inputs: { x: 1 } });
    collectGarbage();
    const begin = processorTime();
    const { status } = await run.execute();
    const end = processorTime();
    if (status !== "completed") throw new Error(`the run is ${status}`);
    return end - begin;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const times: number[][] = [];
for (let round = 0; round < warmUp + rounds; round += 1) {
  const time: number[] = [];
  for (const hooks of counts) time.push(await measureRun(hooks));
  times.push(time);
}
console.log(JSON.stringify(times.slice(warmUp)));
