import { definePlugin, frontendPoint, type Plugin } from "@sluice/contracts";
import { lineFrontend } from "./line-frontend.ts";
import about from "./package.json" with { type: "json" };

const lineLanguage: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(frontendPoint, "lines", lineFrontend);
  },
});

export default lineLanguage;
