import type { Connector, DeploymentConfig, DeploymentManager } from "@sluice/contracts";
import { setTimeout as sleep } from "node:timers/promises";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite, type Cases } from "../suite/run-suite.ts";
import { deployCases } from "./deploy-cases.ts";
import { undeployCases } from "./undeploy-cases.ts";

/** What the suite for deployment managers is given. */
export interface DeploymentManagerContractOptions extends SuiteOptions {
  /** Makes a deployment manager that knows no deployments yet. */
  readonly factory: (input: {
    readonly connect: (deployment: DeploymentConfig) => Promise<Connector>;
  }) => DeploymentManager | Promise<DeploymentManager>;
}

/** What the tests of deployment managers work with. */
export interface DeploymentHarness {
  readonly manager: DeploymentManager;
  readonly again: () => Promise<DeploymentManager>;
  /** What was done to environments, such as `deploy a`, in order. */
  readonly log: string[];
  /** What fails, such as `undeploy a`. */
  readonly trouble: Set<string>;
  readonly signal: AbortSignal;
}

export type DeploymentCases = Cases<DeploymentHarness>;

/**
 * Registers the tests that every {@link DeploymentManager} must pass: each environment is brought up once, what it wraps
 * before it, and all are taken down in the reverse order.
 *
 * @example
 * ```ts
 * deploymentManagerContract({
 *   test,
 *   factory: ({ connect }) => myFactory.create({ options: {}, context: fakeContext(), connect }),
 * });
 * ```
 */
export function deploymentManagerContract(options: DeploymentManagerContractOptions): void {
  runSuite<DeploymentHarness>({
    options,
    groups: { deploy: deployCases, undeploy: undeployCases },
    open: async (wrap, stack) => {
      const log: string[] = [];
      const trouble = new Set<string>();
      const { signal } = new AbortController();
      const make = async (): Promise<DeploymentManager> => {
        const made = await options.factory({ connect: async ({ name }) => sampleConnector(name, log, trouble) });
        const manager = wrap(adopt(stack, made));
        stack.defer(() => {
          trouble.clear();
          return manager.undeployAll({ signal });
        });
        await manager.open?.({ signal });
        return manager;
      };
      return { manager: await make(), again: make, log, trouble, signal };
    },
  });
}

/** Keeps a log of its life; there are no jobs in it. */
function sampleConnector(name: string, log: string[], trouble: ReadonlySet<string>): Connector {
  const act = async (what: string, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    log.push(`${what} ${name}`);
    await sleep(5, undefined, signal && { signal });
    if (trouble.has(`${what} ${name}`)) throw new Error(`${what} failed`);
  };
  const none = (): never => {
    throw new Error("there are no jobs in a deployment of the suite");
  };
  return {
    deploy: ({ signal }) => act("deploy", signal),
    undeploy: ({ signal }) => act("undeploy", signal),
    [Symbol.asyncDispose]: async () => void log.push(`dispose ${name}`),
    locations: async () => [{ name: "only", deployment: name, local: true }],
    files: none,
    submit: none,
    poll: none,
    cancel: none,
    reattach: none,
  };
}
