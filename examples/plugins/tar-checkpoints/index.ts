import { checkpointManagerPoint, definePlugin, manifestDetails, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };
import { createTarCheckpoints } from "./tar-checkpoints.ts";

const tarCheckpoints: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(
      checkpointManagerPoint,
      "tar",
      { create: createTarCheckpoints },
      manifestDetails(about.sluice, "checkpoint-manager", "tar"),
    );
  },
});

export default tarCheckpoints;
