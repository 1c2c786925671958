import { test } from "node:test";
import { operationContract, pluginContract } from "@sluice/testkit";
import plugin, { countLines, run } from "./index.ts";
import about from "./package.json" with { type: "json" };

pluginContract({ test, plugin, manifest: about.sluice });
operationContract({
  test,
  kind: "job",
  factory: () => ({ operation: run, samples: [{ params: { command: "sort" }, inputs: { text: "b\na\n" } }] }),
});
operationContract({
  test,
  kind: "value",
  factory: () => ({
    operation: countLines,
    samples: [{ params: null, inputs: { text: "b\na\n" }, outputs: { lines: 2 } }],
  }),
});
