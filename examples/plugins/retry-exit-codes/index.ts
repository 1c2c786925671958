import { definePlugin, failureManagerPoint, manifestDetails, type Plugin } from "@sluice/contracts";
import { createRetryExitCodes, type Options } from "./retry-exit-codes.ts";
import about from "./package.json" with { type: "json" };

const retryExitCodes: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(
      failureManagerPoint,
      "retry-exit-codes",
      { create: ({ options }) => createRetryExitCodes(options as Options) },
      manifestDetails(about.sluice, "failure-manager", "retry-exit-codes"),
    );
  },
});

export default retryExitCodes;
