import { dataManagerContract } from "@sluice/testkit";
import { test } from "vitest";
import { defaultDataManagerFactory } from "../../src/data/index.ts";

dataManagerContract({
  test,
  wrapped: true,
  factory: ({ scheme }) => defaultDataManagerFactory.create({ scheme }),
});
