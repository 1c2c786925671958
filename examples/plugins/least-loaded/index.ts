import { definePlugin, policyPoint, type Place, type Plugin, type Policy } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

const leastLoaded: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(policyPoint, "least-loaded", { create: () => leastLoadedPolicy });
  },
});

export default leastLoaded;

/** It remembers nothing, so one serves every engine. */
export const leastLoadedPolicy: Policy = {
  choose: ({ places }) => places.toSorted((left, right) => freeCores(right) - freeCores(left))[0],
};

/** A place that does not say what it has takes whatever it is given. */
function freeCores({ free }: Place): number {
  return free?.cores ?? Number.MAX_VALUE;
}
