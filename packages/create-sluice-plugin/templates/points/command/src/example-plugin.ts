import type { Command } from "@sluice/contracts";

/** `sluice example-plugin [--failed]` */
export function createExamplePlugin(): Command {
  return {
    summary: "Count runs by how they ended",
    options: [{ name: "failed", short: "f", help: "Name the runs that failed, too" }],
    async run({ options, context, out, signal }) {
      signal.throwIfAborted();
      const byStatus = Map.groupBy(await context.database.listRuns(), ({ status }) => status);
      for (const [status, runs] of byStatus) out(`${status}\t${runs.length}\n`);
      if (options["failed"]) for (const { run, name } of byStatus.get("failed") ?? []) out(`${run}\t${name}\n`);
      return 0;
    },
  };
}
