import { definePlugin, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

/** The public object of this plugin: what `host.plugin("metrics-collector")` gives to plugins that require it. */
export interface MetricsCollector {
  readonly metrics: readonly StepTime[];
}

/** How long a step took. */
export interface StepTime {
  readonly runId: string;
  readonly step: string;
  /** Seconds. */
  readonly duration: number;
}

const metricsCollector: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host): MetricsCollector {
    const metrics: StepTime[] = [];
    host.hook("afterNodeExecute", ({ runId, metadata, duration }) => {
      metrics.push({ runId, step: metadata.name, duration });
    });
    return { metrics };
  },
});

export default metricsCollector;
