import { createRequire } from "node:module";
import { definePlugin, type JsonSchema, type Plugin } from "@sluice/contracts";
import { createTimings } from "./timings.ts";

const require = createRequire(import.meta.url);
const { version } = require("../package.json") as { readonly version: string };

const examplePlugin: Plugin = definePlugin({
  name: "example-plugin",
  version,
  engine: "^0.1",
  purpose: "Says at the end of a run which steps took the longest.",
  schema: require("../schema.json") as JsonSchema,
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
