export {
  createEngine,
  type CreateRunInput,
  type Engine,
  type EngineOptions,
  type ResumeRunInput,
} from "./create-engine.ts";
export { localConnectorFactory } from "./builtin/local/index.ts";
export { folderCacheStoreFactory } from "./data/index.ts";
export { readJournal, type ReadJournal } from "./engine/read-journal.ts";
export type { Run, RunListener, RunProgress, RunResult } from "./engine/run.ts";
export { createTokenStore, type TokenStore } from "./engine/token-store.ts";
export {
  createMemoryDatabase,
  createSqliteDatabase,
  defaultHome,
  removeFolder,
  strayFolders,
} from "./persist/index.ts";
export { engineVersion } from "./version.ts";
