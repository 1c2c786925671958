import { rmSync } from "node:fs";
import { test } from "node:test";
import { deploymentManagerContract, pluginContract } from "@sluice/testkit";
import { fakeContext, temporaryFolder } from "@sluice/testkit/fakes";
import { createDeploymentLog } from "./deployment-log.ts";
import plugin from "./index.ts";
import about from "./package.json" with { type: "json" };

const folder = await temporaryFolder();
const context = fakeContext({ configDir: folder.path });

pluginContract({ test, plugin, manifest: about.sluice });
deploymentManagerContract({
  test,
  factory: ({ connect }) => createDeploymentLog({ options: { file: "deployments.log" }, context, connect }),
});
process.once("exit", () => rmSync(folder.path, { recursive: true }));
