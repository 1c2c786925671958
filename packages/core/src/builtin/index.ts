import {
  cacheStorePoint,
  connectorPoint,
  databasePoint,
  dataManagerPoint,
  definePlugin,
  deploymentManagerPoint,
  failureManagerPoint,
  schedulerPoint,
  transferSchemePoint,
  type Plugin,
} from "@sluice/contracts";
import { defaultDataManagerFactory, folderCacheStoreFactory } from "../data/index.ts";
import { defaultDeploymentManagerFactory } from "../deploy/index.ts";
import { memoryDatabaseFactory, sqliteDatabaseFactory } from "../persist/index.ts";
import { defaultFailureManagerFactory } from "../recover/index.ts";
import { defaultSchedulerFactory } from "../schedule/index.ts";
import { engineVersion } from "../version.ts";
import { createLazyHttpScheme } from "./http/lazy-http-scheme.ts";
import { localConnectorFactory } from "./local/index.ts";

/** What every engine brings along, under the rules for plugins. */
export const builtinPlugin: Plugin = definePlugin({
  name: "builtin",
  version: engineVersion,
  engine: "*",
  setup(host) {
    host.provide(connectorPoint, "local", localConnectorFactory);
    host.provide(databasePoint, "sqlite", sqliteDatabaseFactory);
    host.provide(databasePoint, "memory", memoryDatabaseFactory);
    host.provide(schedulerPoint, "default", defaultSchedulerFactory);
    host.provide(deploymentManagerPoint, "default", defaultDeploymentManagerFactory);
    host.provide(dataManagerPoint, "default", defaultDataManagerFactory);
    host.provide(cacheStorePoint, "folder", folderCacheStoreFactory);
    const http = createLazyHttpScheme();
    host.provide(transferSchemePoint, "http", http);
    host.provide(transferSchemePoint, "https", http);
    host.provide(failureManagerPoint, "default", defaultFailureManagerFactory);
  },
});
