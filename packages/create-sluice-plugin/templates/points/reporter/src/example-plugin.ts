import type { RunReporter, RunReporterFactory } from "@sluice/contracts";

type Options = { readonly failures: boolean };

/** Writes a line for each step that is done, and at the end how many were. */
export function createExamplePlugin({ options, name, err }: Parameters<RunReporterFactory["create"]>[0]): RunReporter {
  const { failures } = options as Options;
  const counts = { completed: 0, failed: 0 };
  return {
    event({ type, data }) {
      if (type === "step_completed") {
        counts.completed += 1;
        err(`${name}: ${data.step} ${data.tag} is done\n`);
      } else if (type === "step_failed" && data.retry === undefined) {
        counts.failed += 1;
        if (failures) err(`${name}: ${data.step} ${data.tag} failed: ${data.error.message}\n`);
      }
    },
    end: ({ status }) => err(`${name} ${status}: ${counts.completed} done, ${counts.failed} failed\n`),
  };
}
