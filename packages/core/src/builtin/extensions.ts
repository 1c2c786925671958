/** The built-in extensions, loaded together when the first of them is used. */
export { defaultDataManagerFactory, folderCacheStoreFactory } from "../data/index.ts";
export { defaultDeploymentManagerFactory } from "../deploy/index.ts";
export { memoryDatabaseFactory, sqliteDatabaseFactory } from "../persist/index.ts";
export {
  defaultFailureManagerFactory,
  dummyCheckpointManager,
  dummyFailureManager,
  folderCheckpointManagerFactory,
} from "../recover/index.ts";
export { dataLocalityPolicyFactory, defaultSchedulerFactory, firstPlacePolicyFactory } from "../schedule/index.ts";
export { matchingFilterFactory, shuffleFilterFactory } from "./binding-filters/index.ts";
export { localConnectorFactory } from "./local/index.ts";
export { envSecretStoreFactory, fileSecretStoreFactory } from "./secrets/index.ts";
