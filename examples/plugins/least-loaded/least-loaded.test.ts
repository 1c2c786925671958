import { test } from "node:test";
import { pluginContract, policyContract } from "@sluice/testkit";
import plugin, { leastLoadedPolicy } from "./index.ts";
import about from "./package.json" with { type: "json" };

pluginContract({ test, plugin, manifest: about.sluice });
policyContract({ test, factory: () => leastLoadedPolicy });
