import assert from "node:assert/strict";
import { projectionOf } from "../suite/projection-of.ts";
import { assertNotHeard } from "../suite/not-heard.ts";
import { failure, refusesAborted, rejects } from "../suite/rejects.ts";
import type { DeploymentCases } from "./deployment-manager-contract.ts";
import { sampleDeployment } from "./sample-deployment.ts";

const deploys = (log: readonly string[]): string[] => log.filter((each) => each.startsWith("deploy "));

export const deployCases: DeploymentCases = {
  "an environment is brought up once, however many ask at the same time": async ({ manager, log, signal }) => {
    manager.register([sampleDeployment("a")]);
    const all = await Promise.all([1, 2, 3].map(() => manager.deploy({ deployment: "a", signal })));
    all.push(await manager.deploy({ deployment: "a", signal }));
    assert.deepEqual(deploys(log), ["deploy a"]);
    for (const each of all) assert.equal((await each.locations({ signal }))[0]?.deployment, "a");
  },

  "what is asked for is brought up, and nothing else": async ({ manager, log, signal }) => {
    manager.register([sampleDeployment("a"), sampleDeployment("b")]);
    assert.deepEqual(log, []);
    await manager.deploy({ deployment: "b", signal });
    assert.deepEqual(deploys(log), ["deploy b"]);
  },

  "what it wraps is brought up before it": async ({ manager, log, signal }) => {
    manager.register([
      sampleDeployment("inner", "middle"),
      sampleDeployment("middle", "outer"),
      sampleDeployment("outer"),
    ]);
    await Promise.all([
      manager.deploy({ deployment: "inner", signal }),
      manager.deploy({ deployment: "outer", signal }),
    ]);
    assert.deepEqual(deploys(log), ["deploy outer", "deploy middle", "deploy inner"]);
  },

  "one that failed is tried again when it is asked for again": async ({ manager, log, trouble, signal }) => {
    manager.register([sampleDeployment("a")]);
    trouble.add("deploy a");
    await failure(() => manager.deploy({ deployment: "a", signal }), "deploying fails");
    trouble.clear();
    await manager.deploy({ deployment: "a", signal });
    assert.equal(deploys(log).length, 2);
  },

  "what failed is disposed, and nothing is brought up inside of it": async ({ manager, log, trouble, signal }) => {
    manager.register([sampleDeployment("inner", "outer"), sampleDeployment("outer")]);
    trouble.add("deploy outer");
    await failure(() => manager.deploy({ deployment: "inner", signal }), "deploying fails");
    assert.deepEqual(deploys(log), ["deploy outer"]);
    await manager.undeployAll({ signal });
    assert.ok(log.includes("dispose outer"), "what was made for a deployment that failed is never disposed");
  },

  "a name is a name": async ({ manager, log, signal }) => {
    const names = ["constructor", "__proto__", "ü b", "a/b"];
    manager.register(names.map((name) => sampleDeployment(name)));
    for (const deployment of names) await manager.deploy({ deployment, signal });
    assert.deepEqual(
      deploys(log),
      names.map((name) => `deploy ${name}`),
    );
  },

  "a signal is of no use once there is an answer": async ({ manager, signal }) => {
    manager.register([sampleDeployment("a")]);
    const { signal: own } = new AbortController();
    await Promise.all([1, 2, 3].map(() => manager.deploy({ deployment: "a", signal: own })));
    await manager.deploy({ deployment: "a", signal: own });
    assertNotHeard(own, "the manager");
    await manager.undeployAll({ signal });
  },

  "an unknown name is a fault of the configuration": async ({ manager, signal }) => {
    manager.register([sampleDeployment("a", "none"), sampleDeployment("b", "c"), sampleDeployment("c", "b")]);
    for (const deployment of ["unknown", "", "constructor", "__proto__", "a", "b"])
      await rejects("CONFIG_INVALID", () => manager.deploy({ deployment, signal }));
  },

  "a name that is known keeps its first configuration": async ({ manager, log, signal }) => {
    manager.register([sampleDeployment("a")]);
    manager.register([sampleDeployment("a", "none"), sampleDeployment("b")]);
    await manager.deploy({ deployment: "a", signal });
    await manager.deploy({ deployment: "b", signal });
    assert.deepEqual(deploys(log), ["deploy a", "deploy b"]);
  },

  "one who stops waiting leaves the environment to the others": async ({ manager, signal }) => {
    manager.register([sampleDeployment("a")]);
    const controller = new AbortController();
    const mine = manager.deploy({ deployment: "a", signal: controller.signal });
    const theirs = manager.deploy({ deployment: "a", signal });
    controller.abort(new Error("mine"));
    await failure(() => mine, "who stops waiting is told so");
    await theirs;
  },

  "an aborted signal is heard": async ({ manager, log }) => {
    manager.register([sampleDeployment("a")]);
    await refusesAborted({ deploy: (signal) => manager.deploy({ deployment: "a", signal }) });
    assert.deepEqual(log, []);
  },

  "a second manager, told of the run, brings up what is asked for": async ({ manager, again, log, signal }) => {
    manager.register([sampleDeployment("a")]);
    await manager.deploy({ deployment: "a", signal });
    const second = await again();
    second.register([sampleDeployment("a")]);
    const key = { step: "/s", tag: "0", attempt: 1 };
    const job = { job: "j1", key, deployment: "a", location: "only", directory: "/w", hardware: {} };
    await second.restore(projectionOf({ jobs: [job] }));
    const connector = await second.deploy({ deployment: "a", signal });
    assert.equal((await connector.locations({ signal }))[0]?.deployment, "a");
    assert.ok(deploys(log).length <= 2);
  },
};
