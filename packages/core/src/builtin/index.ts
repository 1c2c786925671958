import {
  cacheStorePoint,
  checkpointManagerPoint,
  connectorPoint,
  databasePoint,
  dataManagerPoint,
  definePlugin,
  deploymentManagerPoint,
  failureManagerPoint,
  policyPoint,
  schedulerPoint,
  transferSchemePoint,
  type Plugin,
} from "@sluice/contracts";
import { engineVersion } from "../version.ts";
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
    host.provide(databasePoint, "sqlite", {
      create: async (input) => (await extensions()).sqliteDatabaseFactory.create(input),
    });
    host.provide(databasePoint, "memory", {
      create: async (input) => (await extensions()).memoryDatabaseFactory.create(input),
    });
    host.provide(schedulerPoint, "default", {
      create: async (input) => (await extensions()).defaultSchedulerFactory.create(input),
    });
    host.provide(policyPoint, "data_locality", {
      create: async () => (await extensions()).dataLocalityPolicyFactory.create(),
    });
    host.provide(deploymentManagerPoint, "default", {
      create: async (input) => (await extensions()).defaultDeploymentManagerFactory.create(input),
    });
    host.provide(dataManagerPoint, "default", {
      create: async (input) => (await extensions()).defaultDataManagerFactory.create(input),
    });
    host.provide(checkpointManagerPoint, "dummy", { create: async () => (await extensions()).dummyCheckpointManager });
    host.provide(failureManagerPoint, "default", {
      create: async () => (await extensions()).defaultFailureManagerFactory.create(),
    });
    host.provide(cacheStorePoint, "folder", {
      create: async (input) => (await extensions()).folderCacheStoreFactory.create(input),
    });
    const http = createLazyHttpScheme();
    host.provide(transferSchemePoint, "http", http);
    host.provide(transferSchemePoint, "https", http);
  },
});
