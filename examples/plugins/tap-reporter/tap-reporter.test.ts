import { test } from "node:test";
import { pluginContract, reporterContract } from "@sluice/testkit";
import plugin, { tap } from "./index.ts";
import about from "./package.json" with { type: "json" };

pluginContract({ test, plugin, manifest: about.sluice });
reporterContract({ test, factory: () => tap });
