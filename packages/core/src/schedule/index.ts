export { defaultSchedulerFactory } from "./create-scheduler.ts";
export { dataLocalityPolicyFactory } from "./data-locality-policy.ts";
export { firstPlacePolicyFactory } from "./first-place-policy.ts";
