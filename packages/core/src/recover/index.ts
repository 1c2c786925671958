export { createFailureManagerFactory, defaultFailureManagerFactory } from "./failure-manager.ts";
export { dummyCheckpointManager } from "./dummy-checkpoint-manager.ts";
export { dummyFailureManager } from "./dummy-failure-manager.ts";
export { folderCheckpointManagerFactory } from "./folder-checkpoint-manager.ts";
