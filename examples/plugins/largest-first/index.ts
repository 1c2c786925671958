import { definePlugin, schedulerPoint, type Plugin } from "@sluice/contracts";
import { createLargestFirst } from "./largest-first.ts";
import about from "./package.json" with { type: "json" };

const largestFirst: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(schedulerPoint, "largest-first", { create: createLargestFirst });
  },
});

export default largestFirst;
