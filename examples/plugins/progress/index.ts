import { definePlugin, type GraphEvent, type NodeEvent, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

const progress: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    /** By run: several can go on at the same time. */
    const counts = new Map<string, { total: number; completed: number }>();

    host.hook("beforeGraphExecute", ({ runId, nodeCount }) => {
      counts.set(runId, { total: nodeCount, completed: 0 });
      console.error(`Starting execution: 0/${nodeCount} steps`);
    });
    const completed = ({ runId }: NodeEvent): void => {
      const count = counts.get(runId);
      if (!count) return;
      count.completed += 1;
      // A step inside a scatter runs more often than it is counted.
      count.total = Math.max(count.total, count.completed);
      const percent = Math.round((count.completed / count.total) * 100);
      console.error(`Progress: ${count.completed}/${count.total} (${percent}%)`);
    };
    host.hook("afterNodeExecute", completed);
    host.hook("onCacheHit", completed);
    host.hook("afterGraphExecute", ({ runId, duration }) => {
      const count = counts.get(runId);
      counts.delete(runId);
      console.error(`Completed: ${count?.completed ?? 0} steps in ${duration.toFixed(2)} s`);
    });
    const forget = ({ runId }: GraphEvent): void => void counts.delete(runId);
    host.hook("onGraphError", forget);
    host.hook("onGraphCancelled", forget);
  },
});

export default progress;
