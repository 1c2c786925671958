import { definePlugin, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

/** The public object of this plugin. */
export interface RunStatistics {
  /** How many runs of this engine completed. */
  readonly runs: number;
  /** Seconds; 0 as long as there was no run. */
  readonly averageDuration: number;
}

const runStatistics: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host): RunStatistics {
    // In here and not in the module: each engine that uses the plugin counts its own runs.
    let runs = 0;
    let totalDuration = 0;

    host.hook("afterGraphExecute", ({ duration }) => {
      runs += 1;
      totalDuration += duration;
    });
    return {
      get runs() {
        return runs;
      },
      get averageDuration() {
        return runs === 0 ? 0 : totalDuration / runs;
      },
    };
  },
});

export default runStatistics;
