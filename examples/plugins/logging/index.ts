import { definePlugin, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

const logging: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    // Standard output belongs to the results of a run.
    host.hook("beforeNodeExecute", ({ metadata }) => console.error(`Starting ${metadata.name}`));
    host.hook("afterNodeExecute", ({ metadata, duration }) => {
      console.error(`Completed ${metadata.name} in ${duration.toFixed(2)} s`);
    });
  },
});

export default logging;
