export { fakeBatchSystem, type FakeBatchSystem, type FakeBatchSystemInput } from "./batch-system/batch-system.ts";
export type { BatchJobRecord, BatchState } from "./batch-system/batch-store.ts";
export type { Fault } from "./command/command-state.ts";
export type { FakeCommands } from "./command/fake-command.ts";
export {
  fakeContainerEngine,
  type FakeContainerEngine,
  type FakeContainerEngineInput,
} from "./container-engine/container-engine.ts";
export type { ContainerRecord } from "./container-engine/container-store.ts";
export * from "./fake-clock.ts";
export * from "./fake-context.ts";
export * from "./fake-database.ts";
export * from "./fake-host.ts";
export * from "./fake-logger.ts";
export * from "./fake-managers.ts";
export * from "./fake-reporter.ts";
export * from "./function-service.ts";
export * from "./temporary-folder.ts";
