import { appendFile } from "node:fs/promises";
import { resolve } from "node:path";
import { definePlugin, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

/** As the schema in `package.json` describes them. */
type Options = { readonly verbose: boolean; readonly logFile?: string };

const configurableLogging: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    const { verbose, logFile } = host.options as Options;
    const file = logFile && resolve(host.context.configDir, logFile);

    host.hook("afterNodeExecute", async ({ metadata, duration, inputs }) => {
      const details = verbose ? ` with inputs: ${JSON.stringify(await inputs())}` : "";
      const message = `${metadata.name} completed in ${duration.toFixed(2)} s${details}`;
      if (file) await appendFile(file, `${message}\n`);
      else console.error(message);
    });
  },
});

export default configurableLogging;
