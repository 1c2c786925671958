import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import {
  SluiceError,
  SluiceErrorList,
  toSluiceError,
  type Connector,
  type DeploymentConfig,
  type DeploymentManager,
  type DeploymentManagerFactory,
  type SluiceError as Fault,
} from "@sluice/contracts";

type Options = { readonly file: string };

interface Deployment {
  readonly name: string;
  readonly connector: Promise<Connector>;
}

/** Each environment comes up when the first job needs it, after the one that it wraps. */
export const createDeploymentLog: DeploymentManagerFactory["create"] = ({ options, context, connect }) => {
  const file = resolve(context.configDir, (options as Options).file);
  const known = new Map<string, DeploymentConfig>();
  /** In the order in which they came up. */
  const begun = new Map<string, Deployment>();

  const note = (what: string): void => appendFileSync(file, `${new Date().toISOString()} ${what}\n`);

  /** For all who wait for it: one who gives up waiting does not end it, closing the engine does. */
  const bringUp = async (config: DeploymentConfig, inside: readonly string[]): Promise<Connector> => {
    const { signal } = context;
    if (config.wraps) await deploy(config.wraps.deployment, [...inside, config.name]);
    const connector = await connect(config);
    try {
      await connector.deploy({ signal });
    } catch (error) {
      await connector[Symbol.asyncDispose]();
      throw error;
    }
    note(`up ${config.name}`);
    return connector;
  };

  const deploy = (name: string, inside: readonly string[] = []): Promise<Connector> => {
    const config = known.get(name);
    if (!config) throw new SluiceError("CONFIG_INVALID", `there is no deployment '${name}'`);
    if (inside.includes(name)) {
      throw new SluiceError(
        "CONFIG_INVALID",
        `deployments wrap each other in a circle: ${[...inside, name].join(", ")}`,
      );
    }
    const running = begun.get(name);
    if (running) return running.connector;
    const connector = bringUp(config, inside);
    begun.set(name, { name, connector });
    connector.catch((error: unknown) => {
      // Whoever asks next tries again.
      begun.delete(name);
      note(`failed ${name}: ${error instanceof Error ? error.message : String(error)}`);
    });
    return connector;
  };

  const takeDown = async ({ name, connector }: Deployment, signal: AbortSignal): Promise<void> => {
    await using up = await connector;
    await up.undeploy({ signal });
    note(`down ${name}`);
  };

  const manager: DeploymentManager = {
    register(deployments) {
      for (const each of deployments) if (!known.has(each.name)) known.set(each.name, each);
    },
    async deploy({ deployment, signal }) {
      signal.throwIfAborted();
      return unlessAborted(deploy(deployment), signal);
    },
    async undeployAll({ signal }) {
      const errors: Fault[] = [];
      const all = [...begun.values()].reverse();
      // Whoever asks a second time finds nothing to take down.
      begun.clear();
      for (const each of all) {
        await takeDown(each, signal).catch((error: unknown) => {
          errors.push(toSluiceError(error, "INTERNAL", `deployment ${each.name}`));
        });
      }
      const [first, ...rest] = errors;
      if (first) throw new SluiceErrorList([first, ...rest]);
    },
    // Adopting the open jobs brings up what they need: only the log has something to learn.
    restore({ run, jobs }) {
      for (const name of new Set(jobs.map(({ deployment }) => deployment))) note(`needed by ${run}: ${name}`);
    },
  };
  return manager;
};

async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason as Error);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
