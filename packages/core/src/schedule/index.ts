export { defaultSchedulerFactory } from "./create-scheduler.ts";
export { dataLocalityPolicyFactory } from "./data-locality-policy.ts";
