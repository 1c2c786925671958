import { createRequire } from "node:module";
import { test } from "node:test";
import type { DeploymentConfig } from "@sluice/contracts";
import { connectorContract, pluginContract } from "@sluice/testkit";
import { fakeLogger, temporaryFolder } from "@sluice/testkit/fakes";
import { createExamplePlugin } from "../src/example-plugin.ts";
import plugin from "../src/index.ts";

const manifest = createRequire(import.meta.url)("../package.json").sluice;
const options = { niceness: 5 };
const deployment: DeploymentConfig = {
  name: "here",
  type: "example-plugin",
  config: options,
  external: false,
  lazy: true,
};

pluginContract({ test, plugin, manifest });
connectorContract({
  test,
  capabilities: ["local"],
  async factory() {
    const folder = await temporaryFolder();
    const again = () => createExamplePlugin({ deployment, options, configDir: folder.path, logger: fakeLogger() });
    return {
      connector: again(),
      again,
      folder: folder.path,
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  },
});
