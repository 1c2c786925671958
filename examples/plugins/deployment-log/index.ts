import { definePlugin, deploymentManagerPoint, manifestDetails, type Plugin } from "@sluice/contracts";
import { createDeploymentLog } from "./deployment-log.ts";
import about from "./package.json" with { type: "json" };

const deploymentLog: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(
      deploymentManagerPoint,
      "deployment-log",
      { create: createDeploymentLog },
      manifestDetails(about.sluice, "deployment-manager", "deployment-log"),
    );
  },
});

export default deploymentLog;
