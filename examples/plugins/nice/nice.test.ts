import { test } from "node:test";
import type { DeploymentConfig } from "@sluice/contracts";
import { connectorContract, pluginContract } from "@sluice/testkit";
import { fakeLogger, temporaryFolder } from "@sluice/testkit/fakes";
import plugin from "./index.ts";
import { createNiceConnector } from "./nice-connector.ts";
import about from "./package.json" with { type: "json" };

const options = { niceness: 5, slots: 2 };
const deployment: DeploymentConfig = { name: "quiet", type: "nice", config: options, external: false, lazy: true };

pluginContract({ test, plugin, manifest: about.sluice });
connectorContract({
  test,
  capabilities: ["local"],
  async factory() {
    const folder = await temporaryFolder();
    const again = () => createNiceConnector({ deployment, options, configDir: folder.path, logger: fakeLogger() });
    return {
      connector: again(),
      again,
      folder: folder.path,
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  },
});
