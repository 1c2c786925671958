import { createRequire } from "node:module";
import {
  aboutPlugin,
  definePlugin,
  failureManagerPoint,
  manifestDetails,
  type Plugin,
  type PluginPackage,
} from "@sluice/contracts";
import { createExamplePlugin } from "./example-plugin.ts";

const about = createRequire(import.meta.url)("../package.json") as PluginPackage;

const examplePlugin: Plugin = definePlugin({
  ...aboutPlugin(about),
  setup(host) {
    const details = manifestDetails(about.sluice, "failure-manager", "example-plugin");
    host.provide(failureManagerPoint, "example-plugin", { create: createExamplePlugin }, details);
  },
});

export default examplePlugin;
