import { definePlugin, policyPoint, type Place, type Plugin, type Policy } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

const leastLoaded: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(policyPoint, "least-loaded", { create: (): Policy => ({ choose }) });
  },
});

export default leastLoaded;

function choose({ places }: { readonly places: readonly Place[] }): Place | undefined {
  // A place that does not say what it has takes whatever it is given.
  const freeCores = ({ free }: Place): number => free?.cores ?? Number.MAX_VALUE;
  return places.toSorted((left, right) => freeCores(right) - freeCores(left))[0];
}
