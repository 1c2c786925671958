import { createRequire } from "node:module";
import { definePlugin, policyPoint, type JsonSchema, type Plugin } from "@sluice/contracts";
import { createExamplePlugin } from "./example-plugin.ts";

const require = createRequire(import.meta.url);
const { version } = require("../package.json") as { readonly version: string };

const examplePlugin: Plugin = definePlugin({
  name: "example-plugin",
  version,
  engine: "^0.1",
  purpose: "Chooses locations by what they have left.",
  setup(host) {
    host.provide(
      policyPoint,
      "example-plugin",
      { create: ({ options }) => createExamplePlugin({ reserve: options["reserve"] as number }) },
      {
        purpose: "Prefers the location with the most cores left.",
        schema: require("../schema.json") as JsonSchema,
        stability: "experimental",
      },
    );
  },
});

export default examplePlugin;
