import { test } from "node:test";
import { executorContract, pluginContract } from "@sluice/testkit";
import plugin from "./index.ts";
import about from "./package.json" with { type: "json" };
import { createProcessExecutor } from "./process-executor.ts";

pluginContract({ test, plugin, manifest: about.sluice });
executorContract({ test, factory: createProcessExecutor });
