import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import type { PluginPackage } from "@sluice/contracts";
import { hooksContract, pluginContract } from "@sluice/testkit";
import plugin from "../src/index.ts";
import { createTimings } from "../src/timings.ts";

const { sluice: manifest } = createRequire(import.meta.url)("../package.json") as PluginPackage;
const hooks = (manifest.hooks ?? []).map(({ name }) => name);

pluginContract({ test, plugin, manifest });
hooksContract({ test, plugin, hooks });

test("the slowest steps come first, each with all of its time", () => {
  const timings = createTimings();
  timings.add("/sort", 1);
  timings.add("/align", 3);
  timings.add("/sort", 1.5);
  timings.add("/count", 0.5);
  assert.deepEqual(timings.slowest(2), [
    { name: "/align", seconds: 3 },
    { name: "/sort", seconds: 2.5 },
  ]);
});
