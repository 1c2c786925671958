import {
  SluiceError,
  SluiceErrorList,
  toSluiceError,
  type Connector,
  type DeploymentConfig,
  type DeploymentManager,
  type DeploymentManagerFactory,
} from "@sluice/contracts";
import { ownerOf } from "../plugins/index.ts";
import { timeLimit } from "../timers.ts";
import { abortable } from "./abortable.ts";
import { checkWraps } from "./check-wraps.ts";

/** Deploys each environment when it is first asked for, what it wraps before it. */
export const defaultDeploymentManagerFactory = {
  create: createDeploymentManager,
} satisfies DeploymentManagerFactory;

interface Deployment {
  readonly name: string;
  readonly ready: Promise<Connector>;
  /** Ends a deployment that nobody waits for any more. */
  readonly controller: AbortController;
  waiting: number;
  deployed: boolean;
}

function createDeploymentManager({
  connect,
}: {
  readonly connect: (deployment: DeploymentConfig) => Promise<Connector>;
}): DeploymentManager {
  const known = new Map<string, DeploymentConfig>();
  /** In the order in which they were begun: what is wrapped comes before what wraps it. */
  const begun = new Map<string, Deployment>();

  const begin = (name: string): Deployment => {
    const running = begun.get(name);
    if (running) return running;
    const config = checkWraps(name, known);
    const inner = config.wraps && begin(config.wraps.deployment);
    const controller = new AbortController();
    const deploy = async (): Promise<Connector> => {
      let connector: Connector | undefined;
      try {
        if (inner) await inner.ready;
        connector = await connect(config);
        await connector.deploy({ signal: controller.signal });
        deployment.deployed = true;
        return connector;
      } catch (error) {
        // Somebody may ask again, and then it is tried again.
        if (begun.get(name) === deployment) begun.delete(name);
        await connector?.[Symbol.asyncDispose]().then(undefined, () => {});
        throw error;
      }
    };
    // The body starts later, when `deployment` is there.
    const ready = Promise.resolve().then(deploy);
    ready.catch(() => {});
    const deployment: Deployment = { name, ready, controller, waiting: 0, deployed: false };
    begun.set(name, deployment);
    return deployment;
  };

  return {
    // Environments are deployed when their jobs are adopted: there is nothing to know before.
    restore: () => undefined,
    register: (deployments) => {
      for (const each of deployments) if (!known.has(each.name)) known.set(each.name, each);
    },
    deploy: async ({ deployment: name, signal }) => {
      signal.throwIfAborted();
      const deployment = begin(name);
      deployment.waiting++;
      try {
        return await abortable(deployment.ready, signal);
      } finally {
        deployment.waiting--;
        const wrapped = [...begun.values()].some(
          (each) => !each.deployed && known.get(each.name)?.wraps?.deployment === name,
        );
        if (signal.aborted && deployment.waiting === 0 && !wrapped) deployment.controller.abort(signal.reason);
      }
    },
    undeployAll: async ({ signal }) => {
      const all = [...begun.values()].reverse();
      begun.clear();
      const errors: SluiceError[] = [];
      for (const deployment of all) {
        if (!deployment.deployed) deployment.controller.abort();
        const { name } = deployment;
        const attempt = async <Value>(work: () => Promise<Value>, of?: Connector): Promise<Value | undefined> => {
          try {
            return await inTime(work, signal, name);
          } catch (error) {
            errors.push(notTakenDown(error, name, of));
            return undefined;
          }
        };
        const connector = await attempt(() => deployment.ready.catch(() => undefined));
        if (!connector) continue;
        await attempt(() => connector.undeploy({ signal }), connector);
        await attempt(async () => connector[Symbol.asyncDispose](), connector);
      }
      const [first, ...rest] = errors;
      if (first) throw rest.length === 0 ? first : new SluiceErrorList([first, ...rest]);
    },
  };
}

/** What an environment did wrong as it was to go, with whose it is. */
function notTakenDown(thrown: unknown, name: string, connector: Connector | undefined): SluiceError {
  const error = toSluiceError(thrown, "PLUGIN_FAILED");
  if (error.actor !== undefined) return error;
  const owner = connector && ownerOf(connector);
  const actor = `deployment ${name}${owner ? ` (${owner.point} ${owner.name} of plugin ${owner.plugin})` : ""}`;
  return new SluiceError(error.code, error.message, { hint: error.hint, actor, cause: thrown });
}

/** Milliseconds that each environment has to end when the time for all of them is over. */
const graceMs = 1_000;

/** Waits as long as there is time, whether or not a connector looks at its signal: one that never ends must not keep the others up. */
async function inTime<Value>(work: () => Promise<Value>, signal: AbortSignal, deployment: string): Promise<Value> {
  const limit = signal.aborted ? timeLimit(graceMs) : signal;
  try {
    return await abortable(work(), limit);
  } catch (error) {
    if (!limit.aborted || error !== limit.reason) throw error;
    const message = `The connector of deployment ${deployment} did not end in time; its environment may still be up.`;
    throw new SluiceError("PLUGIN_FAILED", message, { actor: `deployment ${deployment}`, cause: error });
  }
}
