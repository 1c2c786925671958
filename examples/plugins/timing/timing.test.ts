import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { definePlugin, operationPoint } from "@sluice/contracts";
import { createEngine } from "@sluice/core";
import { createGraphBuilder } from "@sluice/core/graph";
import { timing } from "./index.ts";

/** A step for this test: takes its time, and doubles `x`. */
const slowTask = definePlugin({
  name: "slow-task",
  version: "1.0.0",
  engine: "*",
  setup(host) {
    host.provide(operationPoint, "slow-task", {
      kind: "value",
      version: 1,
      async evaluate({ inputs }) {
        await sleep(100);
        return { y: Number(inputs["x"]) * 2 };
      },
    });
  },
});

test("the time of a step is noted", async () => {
  const graph = createGraphBuilder({ name: "slow", frontend: "test" });
  const x = graph.addInput("x");
  const y = graph.addPort("/slow/y", 0);
  graph.addStep("/slow", {
    kind: "transform",
    depth: 0,
    inputs: { x: { port: x } },
    outputs: { y },
    operation: { name: "slow-task", version: 1, params: null },
  });
  graph.setOutput("y", y);
  const timings = new Map<string, number>();

  await using engine = await createEngine({ plugins: [slowTask], managers: { database: { type: "memory" } } });
  const run = await engine.createRun({ graph: graph.build(), inputs: { x: 5 }, plugins: [timing(timings)] });
  const result = await run.execute();

  assert.deepEqual(result.outputs, { y: 10 });
  // Timers may fire a little early.
  assert.ok((timings.get("/slow") ?? 0) >= 0.09, `it took ${timings.get("/slow")} s`);
});
