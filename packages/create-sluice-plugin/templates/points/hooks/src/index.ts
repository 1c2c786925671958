import { createRequire } from "node:module";
import { aboutPlugin, definePlugin, type Plugin, type PluginPackage } from "@sluice/contracts";
import { createTimings } from "./timings.ts";

const about = createRequire(import.meta.url)("../package.json") as PluginPackage;

const examplePlugin: Plugin = definePlugin({
  ...aboutPlugin(about),
  setup(host) {
    const timings = createTimings();
    host.hook("afterNodeExecute", ({ metadata, duration }) => timings.add(metadata.name, duration), {
      description: "Adds up how long each step took.",
    });
    host.hook(
      "afterGraphExecute",
      () => {
        for (const { name, seconds } of timings.slowest(host.options["top"] as number)) {
          host.logger.info(`${name} took ${seconds.toFixed(3)} s`);
        }
      },
      { description: "Logs the slowest steps." },
    );
    return timings;
  },
});

export default examplePlugin;
