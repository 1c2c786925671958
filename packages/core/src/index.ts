export {
  createEngine,
  type CreateRunInput,
  type Engine,
  type EngineOptions,
  type ResumeRunInput,
} from "./create-engine.ts";
export { createHost, type Host, type HostOptions } from "./create-host.ts";
export type { Choice, ManagerChoices } from "./open-managers.ts";
export {
  checkOptions,
  type PluginSource,
  type PluginState,
  type ProvidedExtension,
  type Registry,
  type RegistryEntry,
} from "./plugins/index.ts";
export type { SecretReference } from "./secrets/index.ts";
export { localConnectorFactory } from "./builtin/local/index.ts";
export { isSameBoot } from "./boot-id.ts";
export { discardFolder, folderCacheStoreFactory } from "./data/index.ts";
export { discardJobFolders, jobFoldersElsewhere, type JobFolders, type LeftFolders } from "./engine/job-folders.ts";
export { commandScript } from "./data/index.ts";
export { readJournal, type ReadJournal } from "./engine/read-journal.ts";
export type { RunProgress, RunResult } from "@sluice/contracts";
export type { Run, RunListener } from "./engine/run.ts";
export { createTokenStore, type TokenStore } from "./engine/token-store.ts";
export {
  createMemoryDatabase,
  createSqliteDatabase,
  currentHolder,
  defaultHome,
  removeFolder,
  strayFolders,
} from "./persist/index.ts";
export { engineVersion } from "./version.ts";
