import { definePlugin, executorPoint, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };
import { createProcessExecutor } from "./process-executor.ts";

const processExecutor: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    const executor = createProcessExecutor();
    host.onDispose(async () => executor[Symbol.asyncDispose]());
    host.provide(executorPoint, "process", executor);
  },
});

export default processExecutor;
