import { test } from "node:test";
import { checkpointManagerContract, pluginContract } from "@sluice/testkit";
import { fakeContext, temporaryFolder } from "@sluice/testkit/fakes";
import plugin from "./index.ts";
import about from "./package.json" with { type: "json" };
import { createTarCheckpoints } from "./tar-checkpoints.ts";

pluginContract({ test, plugin, manifest: about.sluice });
checkpointManagerContract({
  test,
  capabilities: ["keeps"],
  async factory() {
    const folder = await temporaryFolder();
    const context = fakeContext({ configDir: folder.path });
    const again = () => createTarCheckpoints({ options: { folder: "checkpoints" }, context });
    return { manager: await again(), again, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  },
});
