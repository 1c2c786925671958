export { databaseContract, type DatabaseContractOptions } from "./database/database-contract.ts";
export type { DatabaseInput, DatabaseSubject } from "./database/database-harness.ts";
export { collect, type CollectedTest, type Collector, type TestOutcome } from "./suite/collect.ts";
export type { RegisterTest, SuiteOptions } from "./suite/register-test.ts";
export {
  bindingFilterContract,
  type BindingFilterContractOptions,
  type BindingFilterSample,
} from "./binding-filter/binding-filter-contract.ts";
export { pluginContract, type PluginContractOptions } from "./plugin/plugin-contract.ts";
export { policyContract, type PolicyContractOptions } from "./policy/policy-contract.ts";
export { connectorContract } from "./connector/connector-contract.ts";
export type { ConnectorContractOptions, ConnectorSubject } from "./connector/connector-subject.ts";
export type { LocationStorage } from "./connector/location-storage.ts";
export { schedulerContract } from "./scheduler/scheduler-contract.ts";
export type { SchedulerContractOptions } from "./scheduler/scheduler-harness.ts";
export { projectionOf, type ProjectionInput } from "./suite/projection-of.ts";
export {
  cacheStoreContract,
  type CacheStoreContractOptions,
  type CacheStoreSubject,
} from "./cache-store/cache-store-contract.ts";
export {
  checkpointManagerContract,
  type CheckpointManagerContractOptions,
  type CheckpointManagerSubject,
} from "./checkpoint-manager/checkpoint-manager-contract.ts";
export {
  deploymentManagerContract,
  type DeploymentManagerContractOptions,
} from "./deployment-manager/deployment-manager-contract.ts";
export { executorContract, type ExecutorContractOptions } from "./executor/executor-contract.ts";
export {
  failureManagerContract,
  type FailureManagerContractOptions,
} from "./failure-manager/failure-manager-contract.ts";
export {
  secretStoreContract,
  type SecretStoreContractOptions,
  type SecretStoreSubject,
} from "./secret-store/secret-store-contract.ts";
export {
  transferSchemeContract,
  type TransferSchemeContractOptions,
  type TransferSchemeSubject,
} from "./transfer-scheme/transfer-scheme-contract.ts";
export { commandContract, type CommandContractOptions, type CommandSample } from "./command/command-contract.ts";
export { dataManagerContract, type DataManagerContractOptions } from "./data-manager/data-manager-contract.ts";
export {
  cwlDockerTranslatorContract,
  type CWLDockerTranslatorContractOptions,
} from "./docker-translator/docker-translator-contract.ts";
export { frontendContract, type FrontendContractOptions, type FrontendSubject } from "./frontend/frontend-contract.ts";
export {
  operationContract,
  type OperationContractOptions,
  type OperationSample,
  type OperationSubject,
} from "./operation/operation-contract.ts";
export { reporterContract, type ReporterContractOptions } from "./reporter/reporter-contract.ts";
export { hooksContract, type HooksContractOptions } from "./hooks/hooks-contract.ts";
export type { HookSample } from "./hooks/moment.ts";
