import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { definePlugin, type HookName, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

type Options = { readonly file: string };

/** Every field that is named here is one of the event; `contracts/src/hooks.ts` says what each means. */
const everyHook: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    const file = resolve(host.context.configDir, (host.options as Options).file);
    const note = (hook: HookName, ...facts: readonly unknown[]): void => {
      appendFileSync(file, `${hook} ${facts.map((fact) => JSON.stringify(fact)).join(" ")}\n`);
    };

    // A step, or one element of a scattered one.
    host.hook("beforeNodeExecute", async ({ key, metadata, attempt, inputs }) => {
      note("beforeNodeExecute", key, metadata.operation, attempt, await inputs());
    });
    host.hook("afterNodeExecute", ({ key, result }) => note("afterNodeExecute", key, result));
    host.hook("onNodeError", ({ key, error, willRetry }) => note("onNodeError", key, error.code, willRetry));
    host.hook("onNodeCancelled", ({ key }) => note("onNodeCancelled", key));
    host.hook("beforeNodeRetry", ({ key, attempt, lastError }) =>
      note("beforeNodeRetry", key, attempt, lastError.code),
    );
    host.hook("afterNodeRetry", ({ key, attempt, succeeded }) => note("afterNodeRetry", key, attempt, succeeded));
    host.hook("onCacheHit", ({ key, answeredBy }) => note("onCacheHit", key, answeredBy));

    // A whole run.
    host.hook("beforeGraphExecute", ({ rootId, nodeCount, isAsync }) => {
      note("beforeGraphExecute", rootId, nodeCount, isAsync);
    });
    host.hook("afterGraphExecute", ({ rootId, result }) => note("afterGraphExecute", rootId, result));
    host.hook("onGraphError", ({ rootId, error }) => note("onGraphError", rootId, error.code));
    host.hook("onGraphCancelled", ({ rootId, reason }) => note("onGraphCancelled", rootId, reason));

    // What is done for them.
    host.hook("onJobState", ({ key, location, state, exitCode }) => note("onJobState", key, location, state, exitCode));
    host.hook("beforeDeploy", ({ deployment }) => note("beforeDeploy", deployment.name));
    host.hook("afterDeploy", ({ deployment }) => note("afterDeploy", deployment.name));
    host.hook("onDeployError", ({ deployment, error }) => note("onDeployError", deployment.name, error.code));
    host.hook("beforeUndeploy", ({ deployment }) => note("beforeUndeploy", deployment.name));
    host.hook("afterUndeploy", ({ deployment }) => note("afterUndeploy", deployment.name));
    host.hook("onUndeployError", ({ deployment, error }) => note("onUndeployError", deployment.name, error.code));
    host.hook("beforeTransfer", ({ kind, entries }) => note("beforeTransfer", kind, entries));
    host.hook("afterTransfer", ({ kind, entries }) => note("afterTransfer", kind, entries));
    host.hook("onTransferError", ({ kind, error }) => note("onTransferError", kind, error.code));

    // These two can change what happens.
    host.hook("transformJobRequest", (request, { key }) => {
      note("transformJobRequest", key, request.argv[0]);
      return { ...request, environment: { ...request.environment, SLUICE_STEP: key } };
    });
    host.hook("wrapNodeExecute", ({ key }, next) => {
      note("wrapNodeExecute", key);
      return next();
    });
  },
});

export default everyHook;
