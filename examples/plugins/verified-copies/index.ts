import { dataManagerPoint, definePlugin, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };
import { createVerifiedCopies } from "./verified-copies.ts";

const verifiedCopies: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(dataManagerPoint, "verified-copies", { create: createVerifiedCopies });
  },
});

export default verifiedCopies;
