import assert from "node:assert/strict";
import { failure } from "../suite/rejects.ts";
import type { DeploymentCases } from "./deployment-manager-contract.ts";
import { sampleDeployment } from "./sample-deployment.ts";

const undeploys = (log: readonly string[]): string[] => log.filter((each) => each.startsWith("undeploy "));

export const undeployCases: DeploymentCases = {
  "all are taken down, in the reverse order": async ({ manager, log, signal }) => {
    manager.register([sampleDeployment("a"), sampleDeployment("b", "a"), sampleDeployment("c"), sampleDeployment("d")]);
    await manager.deploy({ deployment: "b", signal });
    await manager.deploy({ deployment: "c", signal });
    await manager.undeployAll({ signal });
    assert.deepEqual(undeploys(log), ["undeploy c", "undeploy b", "undeploy a"]);
    for (const name of ["a", "b", "c"]) assert.ok(log.includes(`dispose ${name}`), `${name} is not disposed`);
  },

  "an error keeps no other environment up, and is told": async ({ manager, log, trouble, signal }) => {
    manager.register(["a", "b", "c"].map((name) => sampleDeployment(name)));
    for (const deployment of ["a", "b", "c"]) await manager.deploy({ deployment, signal });
    trouble.add("undeploy b");
    await failure(() => manager.undeployAll({ signal }), "the error is told");
    assert.deepEqual(undeploys(log), ["undeploy c", "undeploy b", "undeploy a"]);
    for (const name of ["a", "b", "c"]) assert.ok(log.includes(`dispose ${name}`), `${name} is not disposed`);
  },

  "twice is once, and nothing is nothing": async ({ manager, log, signal }) => {
    manager.register([sampleDeployment("a")]);
    await manager.undeployAll({ signal });
    assert.deepEqual(log, []);
    await manager.deploy({ deployment: "a", signal });
    await manager.undeployAll({ signal });
    await manager.undeployAll({ signal });
    assert.deepEqual(undeploys(log), ["undeploy a"]);
  },

  "at the same time is once, too": async ({ manager, log, signal }) => {
    manager.register([sampleDeployment("a"), sampleDeployment("b", "a")]);
    await manager.deploy({ deployment: "b", signal });
    await Promise.all([manager.undeployAll({ signal }), manager.undeployAll({ signal })]);
    assert.deepEqual(undeploys(log), ["undeploy b", "undeploy a"]);
  },

  "what could not be brought up is not taken down": async ({ manager, log, trouble, signal }) => {
    manager.register([sampleDeployment("a")]);
    trouble.add("deploy a");
    await failure(() => manager.deploy({ deployment: "a", signal }), "deploying fails");
    await manager.undeployAll({ signal });
    assert.deepEqual(undeploys(log), []);
  },
};
