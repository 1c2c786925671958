import { rename, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { definePlugin, type Plugin } from "@sluice/contracts";
import type { MetricsCollector, StepTime } from "../metrics-collector/index.ts";
import about from "./package.json" with { type: "json" };

type Options = { readonly file: string };

const metricsExporter: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    const file = resolve(host.context.configDir, (host.options as Options).file);
    // `requires` in package.json names it, so it has been set up by now.
    const collector = host.plugin("metrics-collector") as MetricsCollector;

    host.hook("afterGraphExecute", async ({ runId }) => {
      const metrics = collector.metrics.filter((each) => each.runId === runId);
      // Of its own: two runs may end at the same time.
      const part = `${file}.${runId}.part`;
      await writeFile(part, toPrometheus(runId, metrics));
      await rename(part, file);
    });
  },
});

export default metricsExporter;

function toPrometheus(run: string, metrics: readonly StepTime[]): string {
  const steps = Map.groupBy(metrics, ({ step }) => step);
  const lines = [...steps].map(([step, times]) => {
    const seconds = times.reduce((sum, { duration }) => sum + duration, 0);
    return `sluice_step_seconds{run=${JSON.stringify(run)},step=${JSON.stringify(step)}} ${seconds}\n`;
  });
  return `# TYPE sluice_step_seconds gauge\n${lines.join("")}`;
}
