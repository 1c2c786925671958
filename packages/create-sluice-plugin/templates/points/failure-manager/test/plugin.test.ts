import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { failureManagerContract, pluginContract } from "@sluice/testkit";
import { createExamplePlugin } from "../src/example-plugin.ts";
import plugin from "../src/index.ts";

const manifest = createRequire(import.meta.url)("../package.json").sluice;
const create = () => createExamplePlugin({ options: { codes: [75], delay: 2 } });

pluginContract({ test, plugin, manifest });
failureManagerContract({ test, factory: create });

test("a listed exit code is tried again, after a longer pause each time", async () => {
  const asked = (failures: number, code: number) =>
    create().decide({
      run: "run-1",
      key: { step: "/align", tag: "0", attempt: failures },
      failures,
      error: { code: "JOB_FAILED", message: "it failed", retryable: false },
      exit: { code, usage: {} },
      options: { onError: "stop", window: 100, attempts: 3 },
    });
  assert.deepEqual(await asked(1, 75), { action: "retry", delayMs: 2000 });
  assert.deepEqual(await asked(2, 75), { action: "retry", delayMs: 4000 });
  assert.deepEqual(await asked(3, 75), { action: "fail" });
  assert.deepEqual(await asked(1, 1), { action: "fail" });
});
