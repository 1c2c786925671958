export { createFailureManagerFactory, defaultFailureManagerFactory } from "./failure-manager.ts";
export { dummyCheckpointManager } from "./dummy-checkpoint-manager.ts";
