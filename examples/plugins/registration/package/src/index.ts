import { definePlugin, type Plugin } from "@sluice/contracts";

const stepCount: Plugin = definePlugin({
  name: "step-count",
  version: "1.0.0",
  engine: ">=0.1",
  purpose: "Says at the end of a run how many steps it had.",
  setup(host) {
    const counts = new Map<string, number>();
    host.hook("afterNodeExecute", ({ runId }) => void counts.set(runId, (counts.get(runId) ?? 0) + 1));
    host.hook("afterGraphExecute", ({ runId }) => console.error(`${counts.get(runId) ?? 0} steps`));
  },
});

export default stepCount;
