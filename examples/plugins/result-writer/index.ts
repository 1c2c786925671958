import { resolve } from "node:path";
import { definePlugin, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

type Options = { readonly file: string };

const resultWriter: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  async setup(host) {
    const file = resolve(host.context.configDir, (host.options as Options).file);
    // What a hook throws never fails a run. Caught here, it is said in our words, once.
    const complain = (error: unknown): void => {
      host.logger.warn(`no results are written to ${file}: ${error instanceof Error ? error.message : String(error)}`);
    };
    try {
      const { DatabaseSync } = await import("node:sqlite");
      const database = new DatabaseSync(file);
      host.onDispose(() => database.close());
      database.exec("CREATE TABLE IF NOT EXISTS results (run TEXT, step TEXT, seconds REAL, result TEXT)");
      const insert = database.prepare("INSERT INTO results VALUES (?, ?, ?, ?)");

      let broken = false;
      host.hook("afterNodeExecute", ({ runId, key, duration, result }) => {
        try {
          if (!broken) insert.run(runId, key, duration, JSON.stringify(result));
        } catch (error) {
          broken = true;
          complain(error);
        }
      });
    } catch (error) {
      complain(error);
    }
  },
});

export default resultWriter;
