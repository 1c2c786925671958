import { test } from "node:test";
import { pluginContract, schedulerContract } from "@sluice/testkit";
import plugin from "./index.ts";
import { createLargestFirst } from "./largest-first.ts";
import about from "./package.json" with { type: "json" };

pluginContract({ test, plugin, manifest: about.sluice });
schedulerContract({ test, factory: createLargestFirst });
