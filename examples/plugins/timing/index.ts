import { definePlugin, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

/** Seconds that steps took, by their names; a step that ran several times has the sum. */
export type Timings = Map<string, number>;

/** @param timings - for programs that want to look at them; others get them as the plugin's public object */
export function timing(timings?: Timings): Plugin {
  return definePlugin({
    ...about.sluice,
    version: about.version,
    setup(host) {
      const seconds = timings ?? new Map<string, number>();

      host.hook("afterNodeExecute", ({ metadata, duration }) => {
        seconds.set(metadata.name, (seconds.get(metadata.name) ?? 0) + duration);
      });
      host.hook("afterGraphExecute", ({ duration }) => {
        const slowestFirst = [...seconds].sort(([, left], [, right]) => right - left);
        console.error("Execution times:");
        for (const [name, time] of slowestFirst) console.error(`  ${name}: ${time.toFixed(4)} s`);
        console.error(`Total: ${duration.toFixed(4)} s`);
      });
      return seconds;
    },
  });
}

export default timing();
