/** The built-in extensions, loaded together when the first of them is used. */
export { defaultDataManagerFactory, folderCacheStoreFactory } from "../data/index.ts";
export { defaultDeploymentManagerFactory } from "../deploy/index.ts";
export { memoryDatabaseFactory, sqliteDatabaseFactory } from "../persist/index.ts";
export { defaultFailureManagerFactory, dummyCheckpointManager } from "../recover/index.ts";
export { dataLocalityPolicyFactory, defaultSchedulerFactory } from "../schedule/index.ts";
export { localConnectorFactory } from "./local/index.ts";
