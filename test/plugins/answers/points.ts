import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  bindingFilterPoint,
  cacheStorePoint,
  checkpointManagerPoint,
  connectorPoint,
  databasePoint,
  dataManagerPoint,
  deploymentManagerPoint,
  executorPoint,
  failureManagerPoint,
  operationPoint,
  policyPoint,
  schedulerPoint,
  secretStorePoint,
  transferSchemePoint,
  type Binding,
  type DeploymentConfig,
  type Executor,
  type TransferScheme,
} from "@sluice/contracts";
import type { EngineOptions } from "../../../packages/core/src/index.ts";
import type { Provided } from "./odd-plugin.ts";
import { copy, pass } from "./sample-steps.ts";

const far: DeploymentConfig = { name: "far", type: "local", config: {}, external: true, lazy: true };
const bound = (filters: readonly string[] = []): readonly Binding[] => [
  { step: "/", targets: [{ deployment: "far", locations: 1 }], filters },
];
const odd = { type: "odd" };
const scheme: TransferScheme = {
  async fetch({ uri, target }) {
    copyFileSync(fileURLToPath(uri.replace(/^odd:/, "file:")), target);
  },
};

const executor: Executor = {
  submit: () => ({ id: "1", result: Promise.resolve(1), cancel: () => Promise.resolve() }),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** Points that an engine calls by itself. Front-ends, commands and displays are called by commands alone. */
export const points: Readonly<
  Record<string, (home: string, path: string) => Provided & { readonly engine: EngineOptions }>
> = {
  "binding-filter": () => ({
    point: bindingFilterPoint,
    usual: "shuffle",
    engine: { deployments: [far], bindings: bound(["odd"]) },
  }),
  "cache-store": (home) => ({
    point: cacheStorePoint,
    usual: "folder",
    options: { folder: `${home}/cache` },
    engine: {},
  }),
  "checkpoint-manager": () => ({
    point: checkpointManagerPoint,
    usual: "folder",
    engine: { managers: { checkpointManager: odd } },
  }),
  connector: (_home, path) => ({
    point: connectorPoint,
    usual: "local",
    // Whoever tells by itself is not asked.
    ...(path === "create.poll" && { without: "create.watch" }),
    engine: { deployments: [{ ...far, type: "odd", external: false }], bindings: bound() },
  }),
  database: (home) => ({
    point: databasePoint,
    usual: "sqlite",
    options: { home },
    engine: { managers: { database: odd } },
  }),
  "data-manager": () => ({
    point: dataManagerPoint,
    usual: "default",
    engine: { managers: { dataManager: odd } },
  }),
  "deployment-manager": () => ({
    point: deploymentManagerPoint,
    usual: "default",
    engine: { managers: { deploymentManager: odd }, deployments: [{ ...far, external: false }], bindings: bound() },
  }),
  executor: () => ({ point: executorPoint, usual: executor, engine: {} }),
  "failure-manager": () => ({
    point: failureManagerPoint,
    usual: "default",
    engine: { managers: { failureManager: odd } },
  }),
  operation: (_home, path) => ({ point: operationPoint, usual: path === "evaluate" ? pass : copy, engine: {} }),
  policy: () => ({
    point: policyPoint,
    usual: "first",
    engine: { deployments: [{ ...far, schedulingPolicy: "odd" }], bindings: bound() },
  }),
  scheduler: () => ({ point: schedulerPoint, usual: "default", engine: { managers: { scheduler: odd } } }),
  "secret-store": () => ({
    point: secretStorePoint,
    usual: "env",
    engine: {
      secrets: { s: { store: "odd", key: "PATH" } },
      deployments: [{ ...far, type: "asks", config: { token: "${secret:s}" } }],
      bindings: bound(),
    },
  }),
  "transfer-scheme": () => ({ point: transferSchemePoint, usual: scheme, engine: {} }),
};
