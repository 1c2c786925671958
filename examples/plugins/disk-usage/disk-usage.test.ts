import { test } from "node:test";
import { commandContract, pluginContract } from "@sluice/testkit";
import plugin, { du } from "./index.ts";
import about from "./package.json" with { type: "json" };

pluginContract({ test, plugin, manifest: about.sluice });
commandContract({ test, factory: () => du, samples: [{}, { options: { bytes: true }, out: "" }] });
