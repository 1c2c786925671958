import { connectorPoint, definePlugin, manifestDetails, type Plugin } from "@sluice/contracts";
import { createNiceConnector } from "./nice-connector.ts";
import about from "./package.json" with { type: "json" };

const nice: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    const details = manifestDetails(about.sluice, "connector", "nice");
    host.provide(connectorPoint, "nice", { create: createNiceConnector }, details);
  },
});

export default nice;
