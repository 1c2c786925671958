import { deploymentManagerContract } from "@sluice/testkit";
import { test } from "vitest";
import { defaultDeploymentManagerFactory } from "../../src/deploy/index.ts";

deploymentManagerContract({
  test,
  wrapped: true,
  factory: ({ connect }) => defaultDeploymentManagerFactory.create({ connect }),
});
