import {
  deploymentManagerPoint,
  type Connector,
  type DeploymentConfig,
  type DeploymentManager,
  type DeploymentManagerFactory,
} from "@sluice/contracts";
import { createHost } from "@sluice/core";
import { fakeContext } from "../../src/fakes/index.ts";
import { deploymentManagerContract, type DeploymentManagerContractOptions } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

type Factory = DeploymentManagerContractOptions["factory"];
type Input = Parameters<Factory>[0];

await using host = await createHost();
const factory: DeploymentManagerFactory = host.extension(deploymentManagerPoint, "default");
const good: Factory = async ({ connect }) => factory.create({ options: {}, context: fakeContext(), connect });

const manager =
  (change: (made: DeploymentManager, input: Input) => Partial<DeploymentManager>): Factory =>
  async (input) => {
    const made = await good(input);
    return { ...made, ...change(made, input) };
  };

describeSuite<Factory>({
  name: "deployment manager",
  contract: (test, fake, wrapped) => deploymentManagerContract({ test, factory: fake, wrapped }),
  good,
  broken: {
    "deploys for everybody who asks": {
      fake: manager((_, { connect }) => ({
        deploy: async ({ deployment, signal }) => {
          const config: DeploymentConfig = {
            name: deployment,
            type: "sample",
            config: {},
            external: false,
            lazy: true,
          };
          const connector = await connect(config);
          await connector.deploy({ signal });
          return connector;
        },
      })),
      caughtBy: "deploy: an environment is brought up once, however many ask at the same time",
    },
    "deploys what it hears of": {
      fake: manager((made) => ({
        register: (deployments) => {
          made.register(deployments);
          const { signal } = new AbortController();
          for (const { name } of deployments) made.deploy({ deployment: name, signal }).catch(() => {});
        },
      })),
      caughtBy: "deploy: what is asked for is brought up, and nothing else",
    },
    "knows nothing of what is wrapped": {
      fake: manager((made) => ({
        register: (deployments) => made.register(deployments.map(({ wraps: _wraps, ...rest }) => rest)),
      })),
      caughtBy: "deploy: what it wraps is brought up before it",
    },
    "takes unknown names for a defect": {
      fake: manager((made) => ({
        deploy: async (input) => {
          try {
            return await made.deploy(input);
          } catch (error) {
            throw new Error("no such deployment", { cause: error });
          }
        },
      })),
      caughtBy: "deploy: an unknown name is a fault of the configuration",
    },
    "takes down as often as it is asked": {
      fake: manager((made) => {
        let all: readonly Connector[] = [];
        return {
          deploy: async (input) => {
            const connector = await made.deploy(input);
            all = [...new Set([connector, ...all])];
            return connector;
          },
          undeployAll: async ({ signal }) => {
            for (const each of all) {
              await each.undeploy({ signal });
              await each[Symbol.asyncDispose]();
            }
            all = [];
          },
        };
      }),
      caughtBy: "undeploy: at the same time is once, too",
    },
    "keeps what could not be brought up": {
      fake: manager((_, { connect }) => ({
        deploy: async ({ signal }) => {
          const connector = await connect({ name: "outer", type: "sample", config: {}, external: false, lazy: true });
          await connector.deploy({ signal });
          return connector;
        },
      })),
      caughtBy: "deploy: what failed is disposed, and nothing is brought up inside of it",
    },
    "knows names that an object has by itself": {
      fake: manager((made) => {
        const known: Record<string, boolean> = {};
        return {
          register: (deployments) => {
            made.register(deployments.filter(({ name }) => !known[name]));
            for (const { name } of deployments) known[name] = true;
          },
        };
      }),
      caughtBy: "deploy: a name is a name",
    },
    "listens to signals for ever": {
      fake: manager((made) => ({
        deploy: (input) => {
          input.signal.addEventListener("abort", () => {});
          return made.deploy(input);
        },
      })),
      caughtBy: "deploy: a signal is of no use once there is an answer",
    },
    "leaves everything up": {
      fake: manager(() => ({ undeployAll: async () => {} })),
      caughtBy: "undeploy: all are taken down, in the reverse order",
    },
    "says nothing of errors": {
      fake: manager((made) => ({ undeployAll: (input) => made.undeployAll(input).catch(() => {}) })),
      caughtBy: "undeploy: an error keeps no other environment up, and is told",
    },
    "does not hear of aborts": {
      fake: manager((made) => ({
        deploy: (input) => made.deploy({ ...input, signal: new AbortController().signal }),
      })),
      caughtBy: "deploy: an aborted signal is heard",
    },
  },
});
