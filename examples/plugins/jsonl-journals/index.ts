import { databasePoint, definePlugin, manifestDetails, type Plugin } from "@sluice/contracts";
import { createJsonlDatabase } from "./jsonl-database.ts";
import about from "./package.json" with { type: "json" };

const jsonlJournals: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(
      databasePoint,
      "jsonl",
      { create: ({ options, configDir }) => createJsonlDatabase({ folder: options["folder"] as string, configDir }) },
      manifestDetails(about.sluice, "database", "jsonl"),
    );
  },
});

export default jsonlJournals;
