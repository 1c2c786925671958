import { createRequire } from "node:module";
import { bindingFilterPoint, definePlugin, type JsonSchema, type Plugin } from "@sluice/contracts";
import { createExamplePlugin } from "./example-plugin.ts";

const require = createRequire(import.meta.url);
const { version } = require("../package.json") as { readonly version: string };

const examplePlugin: Plugin = definePlugin({
  name: "example-plugin",
  version,
  engine: "^0.1",
  purpose: "Narrows down where jobs run.",
  setup(host) {
    host.provide(
      bindingFilterPoint,
      "example-plugin",
      { create: ({ options }) => createExamplePlugin({ most: options["most"] as number }) },
      {
        purpose: "Leaves only the first targets of a job.",
        schema: require("../schema.json") as JsonSchema,
        stability: "experimental",
      },
    );
  },
});

export default examplePlugin;
