import assert from "node:assert/strict";
import { test } from "node:test";
import type { Target } from "@sluice/contracts";
import { bindingFilterContract, pluginContract } from "@sluice/testkit";
import plugin, { createInputSizeFilter } from "./index.ts";
import about from "./package.json" with { type: "json" };

const factory = () => createInputSizeFilter({ bytes: 100, large: ["two"] });
const inputs = { reads: [{ class: "File", location: "https://example.org/a.fq", size: 99 }] };

pluginContract({ test, plugin, manifest: about.sluice });
bindingFilterContract({ test, factory, samples: [{ inputs }] });

test("files that are large together go to the deployments for large inputs", async () => {
  const targets: readonly Target[] = ["one", "two"].map((deployment) => ({ deployment, locations: 1 }));
  const job = { targets, step: "/align", tag: "0", signal: new AbortController().signal };
  const second = { class: "File", location: "https://example.org/b.fq", size: 1 };
  assert.deepEqual(await factory().filter({ ...job, inputs }), [targets[0]]);
  assert.deepEqual(await factory().filter({ ...job, inputs: { ...inputs, second } }), [targets[1]]);
});
