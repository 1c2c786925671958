import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import type { RunProgress, StoredRunEvent } from "@sluice/contracts";
import { pluginContract, reporterContract } from "@sluice/testkit";
import { createExamplePlugin } from "../src/example-plugin.ts";
import plugin from "../src/index.ts";

const manifest = createRequire(import.meta.url)("../package.json").sluice;
const options = { failures: true };

pluginContract({ test, plugin, manifest });
reporterContract({ test, options, factory: () => ({ create: createExamplePlugin }) });

test("a step that completes is a line", () => {
  const lines: string[] = [];
  const write = (text: string): void => void lines.push(text);
  const reporter = createExamplePlugin({ options, run: "run-1", name: "greet", out: write, err: write });
  const data = { step: "/greet", tag: "0.1", attempt: 1, outputs: {} };
  const event: StoredRunEvent = { type: "step_completed", seq: 7, time: 0, data };
  const progress: RunProgress = { known: 2, completed: 1, failed: 0, running: 1, waiting: 0 };
  reporter.event(event, progress);
  assert.deepEqual(lines, ["greet: /greet 0.1 is done\n"]);
});
