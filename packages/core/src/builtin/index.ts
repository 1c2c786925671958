import {
  bindingFilterPoint,
  cacheStorePoint,
  checkpointManagerPoint,
  connectorPoint,
  databasePoint,
  dataManagerPoint,
  definePlugin,
  deploymentManagerPoint,
  executorPoint,
  failureManagerPoint,
  policyPoint,
  schedulerPoint,
  secretStorePoint,
  transferSchemePoint,
  type Plugin,
} from "@sluice/contracts";
import { engineVersion } from "../version.ts";
import { createInlineExecutor } from "./executors/inline-executor.ts";
import { createLazyHttpScheme } from "./http/lazy-http-scheme.ts";
import { builtinManifest } from "./manifest.ts";

const extensions = () => import("./extensions.ts");

/**
 * What every engine brings along, under the rules for plugins. Nothing is loaded before it is used; what is said of each
 * extension is in the manifest.
 */
export const builtinPlugin: Plugin = definePlugin({
  name: "builtin",
  version: engineVersion,
  engine: builtinManifest.engine,
  purpose: builtinManifest.purpose,
  setup(host) {
    host.provide(connectorPoint, "local", {
      create: async (input) => (await extensions()).localConnectorFactory.create(input),
    });
    for (const name of ["sqlite", "default"]) {
      host.provide(databasePoint, name, {
        create: async (input) => (await extensions()).sqliteDatabaseFactory.create(input),
      });
    }
    host.provide(databasePoint, "memory", {
      create: async (input) => (await extensions()).memoryDatabaseFactory.create(input),
    });
    host.provide(schedulerPoint, "default", {
      create: async (input) => (await extensions()).defaultSchedulerFactory.create(input),
    });
    host.provide(policyPoint, "data_locality", {
      create: async () => (await extensions()).dataLocalityPolicyFactory.create(),
    });
    host.provide(policyPoint, "first", { create: async () => (await extensions()).firstPlacePolicyFactory.create() });
    host.provide(bindingFilterPoint, "shuffle", {
      create: async () => (await extensions()).shuffleFilterFactory.create(),
    });
    host.provide(bindingFilterPoint, "matching", {
      create: async (input) => (await extensions()).matchingFilterFactory.create(input),
    });
    host.provide(deploymentManagerPoint, "default", {
      create: async (input) => (await extensions()).defaultDeploymentManagerFactory.create(input),
    });
    host.provide(dataManagerPoint, "default", {
      create: async (input) => (await extensions()).defaultDataManagerFactory.create(input),
    });
    host.provide(checkpointManagerPoint, "dummy", { create: async () => (await extensions()).dummyCheckpointManager });
    for (const name of ["default", "folder"]) {
      host.provide(checkpointManagerPoint, name, {
        create: async (input) => (await extensions()).folderCheckpointManagerFactory.create(input),
      });
    }
    for (const name of ["default", "rollback"]) {
      host.provide(failureManagerPoint, name, {
        create: async (input) => (await extensions()).defaultFailureManagerFactory.create(input),
      });
    }
    host.provide(failureManagerPoint, "dummy", { create: async () => (await extensions()).dummyFailureManager });
    host.provide(secretStorePoint, "env", {
      create: async () => (await extensions()).envSecretStoreFactory.create(),
    });
    host.provide(secretStorePoint, "file", {
      create: async (input) => (await extensions()).fileSecretStoreFactory.create(input),
    });
    host.provide(cacheStorePoint, "folder", {
      create: async (input) => (await extensions()).folderCacheStoreFactory.create(input),
    });
    const inline = createInlineExecutor();
    host.onDispose(async () => inline[Symbol.asyncDispose]());
    host.provide(executorPoint, "inline", inline);
    const http = createLazyHttpScheme();
    host.provide(transferSchemePoint, "http", http);
    host.provide(transferSchemePoint, "https", http);
  },
});
