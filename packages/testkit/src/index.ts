export { databaseContract, type DatabaseContractOptions } from "./database/database-contract.ts";
export type { DatabaseInput, DatabaseSubject } from "./database/database-harness.ts";
export { collect, type CollectedTest, type Collector, type TestOutcome } from "./suite/collect.ts";
export type { RegisterTest, SuiteOptions } from "./suite/register-test.ts";
