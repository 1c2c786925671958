import { rename, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { definePlugin, type GraphEvent, type Plugin, type Timed } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

type Options = { readonly file: string };

/** What is known of one step. */
interface StepMetrics {
  succeeded: number;
  failed: number;
  /** Of those that succeeded. */
  seconds: number;
}

/**
 * Measures what runs, and exports it for a monitoring system:
 *
 * - how long each step took,
 * - how often each step succeeded and failed,
 * - how long the last run took in all.
 *
 * The numbers are those of one engine, from its start on. They are exported at the end of each run as a file in the text format of Prometheus.
 */
const metrics: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    const file = resolve(host.context.configDir, (host.options as Options).file);
    const steps = new Map<string, StepMetrics>();

    const of = (step: string): StepMetrics => {
      const known = steps.get(step) ?? { succeeded: 0, failed: 0, seconds: 0 };
      steps.set(step, known);
      return known;
    };
    const exportAll = async ({ runId, duration }: GraphEvent & Timed): Promise<void> => {
      // A collector never sees half a file, and two runs may end at the same time.
      const part = `${file}.${runId}.part`;
      await writeFile(part, formatMetrics(steps, duration));
      await rename(part, file);
    };

    host.hook("afterNodeExecute", ({ metadata, duration }) => {
      const step = of(metadata.name);
      step.succeeded += 1;
      step.seconds += duration;
    });
    host.hook("onNodeError", ({ metadata }) => void (of(metadata.name).failed += 1));
    host.hook("afterGraphExecute", exportAll);
    host.hook("onGraphError", exportAll);
  },
});

export default metrics;

function formatMetrics(steps: ReadonlyMap<string, StepMetrics>, duration: number): string {
  const all = [...steps];
  return [
    "# HELP sluice_step_seconds_total Time that steps took.",
    "# TYPE sluice_step_seconds_total counter",
    ...all.map(([step, { seconds }]) => `sluice_step_seconds_total{step="${escape(step)}"} ${seconds}`),
    "# HELP sluice_steps_total Steps by outcome.",
    "# TYPE sluice_steps_total counter",
    ...all.flatMap(([step, { succeeded, failed }]) => [
      `sluice_steps_total{step="${escape(step)}",outcome="succeeded"} ${succeeded}`,
      `sluice_steps_total{step="${escape(step)}",outcome="failed"} ${failed}`,
    ]),
    "# HELP sluice_run_seconds Time that the last run took.",
    "# TYPE sluice_run_seconds gauge",
    `sluice_run_seconds ${duration}`,
    "",
  ].join("\n");
}

function escape(label: string): string {
  return label.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
