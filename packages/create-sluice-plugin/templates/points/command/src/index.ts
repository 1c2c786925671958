import { createRequire } from "node:module";
import {
  aboutPlugin,
  commandPoint,
  definePlugin,
  manifestDetails,
  type Plugin,
  type PluginPackage,
} from "@sluice/contracts";
import { createExamplePlugin } from "./example-plugin.ts";

const about = createRequire(import.meta.url)("../package.json") as PluginPackage;

const examplePlugin: Plugin = definePlugin({
  ...aboutPlugin(about),
  setup(host) {
    const details = manifestDetails(about.sluice, "command", "example-plugin");
    host.provide(commandPoint, "example-plugin", createExamplePlugin(), details);
  },
});

export default examplePlugin;
