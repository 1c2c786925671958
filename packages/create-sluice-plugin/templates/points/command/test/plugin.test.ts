import { createRequire } from "node:module";
import { test } from "node:test";
import { commandContract, pluginContract } from "@sluice/testkit";
import { fakeDatabase } from "@sluice/testkit/fakes";
import { createExamplePlugin } from "../src/example-plugin.ts";
import plugin from "../src/index.ts";

const manifest = createRequire(import.meta.url)("../package.json").sluice;

const database = fakeDatabase();
for (const [run, status] of [
  ["one", "failed"],
  ["two", "completed"],
] as const) {
  await using store = await database.createRun({ run, name: `run ${run}` });
  await store.append({ expectedSeq: 0, events: [], summary: { status } });
}

pluginContract({ test, plugin, manifest });
commandContract({
  test,
  context: { database },
  factory: createExamplePlugin,
  samples: [{ out: /^failed\t1$/m }, { options: { failed: true }, out: /^one\trun one$/m }],
});
