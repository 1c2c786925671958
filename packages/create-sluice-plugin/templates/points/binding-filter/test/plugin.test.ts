import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import type { Target } from "@sluice/contracts";
import { bindingFilterContract, pluginContract } from "@sluice/testkit";
import { createExamplePlugin } from "../src/example-plugin.ts";
import plugin from "../src/index.ts";

const manifest = createRequire(import.meta.url)("../package.json").sluice;

pluginContract({ test, plugin, manifest });
bindingFilterContract({ test, factory: () => createExamplePlugin({ options: { most: 2 } }) });

test("the first targets are left, in their order", async () => {
  const targets: readonly Target[] = ["a", "b", "c"].map((deployment) => ({ deployment, locations: 1 }));
  const { signal } = new AbortController();
  const job = { targets, step: "/align", tag: "0", inputs: {}, signal };
  assert.deepEqual(await createExamplePlugin({ options: { most: 2 } }).filter(job), targets.slice(0, 2));
});
