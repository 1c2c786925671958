import { test } from "node:test";
import { failureManagerContract, pluginContract } from "@sluice/testkit";
import plugin from "./index.ts";
import about from "./package.json" with { type: "json" };
import { createRetryExitCodes } from "./retry-exit-codes.ts";

pluginContract({ test, plugin, manifest: about.sluice });
failureManagerContract({ test, factory: () => createRetryExitCodes({ codes: [75], budget: 3, delay: 0.1 }) });
