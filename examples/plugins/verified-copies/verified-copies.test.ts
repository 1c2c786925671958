import { test } from "node:test";
import { dataManagerContract, pluginContract } from "@sluice/testkit";
import { fakeContext } from "@sluice/testkit/fakes";
import plugin from "./index.ts";
import about from "./package.json" with { type: "json" };
import { createVerifiedCopies } from "./verified-copies.ts";

pluginContract({ test, plugin, manifest: about.sluice });
dataManagerContract({
  test,
  factory: ({ scheme }) => createVerifiedCopies({ options: {}, context: fakeContext(), scheme }),
});
