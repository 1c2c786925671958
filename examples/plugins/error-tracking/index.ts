import { definePlugin, type JsonObject, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

/** An attempt that failed. */
export interface TrackedError {
  readonly step: string;
  readonly attempt: number;
  readonly code: string;
  readonly message: string;
  readonly inputs: JsonObject;
  /** Seconds. */
  readonly duration: number;
}

/** @param errors - for programs that want to look at them; others get them as the plugin's public object */
export function errorTracking(errors?: TrackedError[]): Plugin {
  return definePlugin({
    ...about.sluice,
    version: about.version,
    setup(host) {
      const found = errors ?? [];

      host.hook("onNodeError", async ({ metadata, attempt, error, inputs, duration }) => {
        const { code, message } = error;
        found.push({ step: metadata.name, attempt, code, message, inputs: await inputs(), duration });
      });
      host.hook("onGraphError", ({ duration }) => {
        console.error(`Execution failed after ${duration.toFixed(2)} s`);
        console.error(`Total errors: ${found.length}`);
        for (const { step, code, message } of found) console.error(`  - ${step}: ${code}: ${message}`);
      });
      return found;
    },
  });
}

export default errorTracking();
