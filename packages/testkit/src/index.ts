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
