import { setTimeout as sleep } from "node:timers/promises";
import type { Connector, DeploymentConfig } from "@sluice/contracts";
import { beforeEach, expect, test } from "vitest";
import { defaultDeploymentManagerFactory } from "../../src/deploy/index.ts";

const config = (name: string, wraps?: string): DeploymentConfig => ({
  name,
  type: "fake",
  config: {},
  external: false,
  lazy: true,
  ...(wraps !== undefined && { wraps: { deployment: wraps } }),
});
const { signal } = new AbortController();

let log: string[];
let trouble: Set<string>;
const connect = ({ name }: DeploymentConfig): Connector => {
  const act = async (what: string, stop?: AbortSignal): Promise<void> => {
    log.push(`${what} ${name}`);
    await sleep(5, undefined, stop && { signal: stop });
    if (trouble.has(`${what} ${name}`)) throw new Error(`${what} failed`);
  };
  return {
    deploy: (input: { signal: AbortSignal }) => act("deploy", input.signal),
    undeploy: () => act("undeploy"),
    [Symbol.asyncDispose]: () => act("dispose"),
  } as unknown as Connector;
};
const create = (...deployments: readonly DeploymentConfig[]) => {
  const manager = defaultDeploymentManagerFactory.create({ connect: async (deployment) => connect(deployment) });
  manager.register(deployments);
  return manager;
};
beforeEach(() => {
  log = [];
  trouble = new Set();
});

test("deploys once, however many ask", async () => {
  const manager = create(config("a"));
  const [first, second] = await Promise.all([1, 2].map(() => manager.deploy({ deployment: "a", signal })));
  expect(await manager.deploy({ deployment: "a", signal })).toBe(first);
  expect(second).toBe(first);
  expect(log).toEqual(["deploy a"]);
});

test("what is wrapped comes up before and goes down after, also after errors", async () => {
  const manager = create(config("job", "host"), config("host"), config("other"));
  await manager.deploy({ deployment: "job", signal });
  await manager.deploy({ deployment: "other", signal });
  trouble = new Set(["undeploy job", "dispose other"]);
  await expect(manager.undeployAll({ signal })).rejects.toMatchObject({
    errors: [{ actor: "deployment other" }, { actor: "deployment job" }],
  });
  expect(log).toEqual([
    "deploy host",
    "deploy job",
    "deploy other",
    "undeploy other",
    "dispose other",
    "undeploy job",
    "dispose job",
    "undeploy host",
    "dispose host",
  ]);
  await manager.undeployAll({ signal });
});

test("a connector that does not end when it should keeps nothing else up", async () => {
  const manager = create(config("job", "host"), config("host"));
  const connector = await manager.deploy({ deployment: "job", signal });
  const controller = new AbortController();
  connector.undeploy = () => {
    controller.abort(new Error("too long"));
    return new Promise(() => {});
  };
  await expect(manager.undeployAll({ signal: controller.signal })).rejects.toMatchObject({
    code: "PLUGIN_FAILED",
    message: expect.stringContaining("deployment job"),
  });
  expect(log.slice(2)).toEqual(["dispose job", "undeploy host", "dispose host"]);
});

test("a deployment that failed is tried again when asked for again", async () => {
  const manager = create(config("a"));
  trouble.add("deploy a");
  await expect(manager.deploy({ deployment: "a", signal })).rejects.toThrow("deploy failed");
  trouble.clear();
  await manager.deploy({ deployment: "a", signal });
  expect(log).toEqual(["deploy a", "dispose a", "deploy a"]);
});

test("one who stops waiting leaves the deployment to the others", async () => {
  const manager = create(config("a"));
  const controller = new AbortController();
  const [mine, theirs] = [
    manager.deploy({ deployment: "a", signal: controller.signal }),
    manager.deploy({ deployment: "a", signal }),
  ];
  controller.abort(new Error("mine"));
  await expect(mine).rejects.toThrow("mine");
  await theirs;
});

test("when nobody waits any more, deploying ends", async () => {
  const manager = create(config("a"));
  const controller = new AbortController();
  const mine = manager.deploy({ deployment: "a", signal: controller.signal });
  await sleep(1);
  controller.abort(new Error("mine"));
  await expect(mine).rejects.toThrow("mine");
  await sleep(20);
  await manager.undeployAll({ signal });
  expect(log).toEqual(["deploy a", "dispose a"]);
});

test("unknown names and circles are faults of the configuration", async () => {
  const manager = create(config("a", "b"), config("b", "a"), config("c", "none"));
  await expect(manager.deploy({ deployment: "x", signal })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  await expect(manager.deploy({ deployment: "a", signal })).rejects.toThrow("a → b → a");
  await expect(manager.deploy({ deployment: "c", signal })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
});

test("a known name keeps its first configuration", async () => {
  const manager = create(config("a"));
  manager.register([config("a", "none")]);
  await manager.deploy({ deployment: "a", signal });
  expect(log).toEqual(["deploy a"]);
});
