import { policyContract, schedulerContract } from "@sluice/testkit";
import { fakeContext } from "@sluice/testkit/fakes";
import { describe, test } from "vitest";
import {
  dataLocalityPolicyFactory,
  defaultSchedulerFactory,
  firstPlacePolicyFactory,
} from "../../src/schedule/index.ts";

describe("the default scheduler", () => {
  schedulerContract({
    test,
    wrapped: true,
    factory: ({ policy }) => defaultSchedulerFactory.create({ options: {}, context: fakeContext(), policy }),
  });
});

describe("policy data_locality", () => {
  policyContract({ test, wrapped: true, factory: () => dataLocalityPolicyFactory.create() });
});

describe("policy first", () => {
  policyContract({ test, wrapped: true, factory: () => firstPlacePolicyFactory.create() });
});
