import {
  checkpointManagerPoint,
  connectorPoint,
  databasePoint,
  dataManagerPoint,
  deploymentManagerPoint,
  failureManagerPoint,
  policyPoint,
  schedulerPoint,
  SluiceError,
  toSluiceError,
  transferSchemePoint,
  type Connector,
  type Database,
  type DatabaseFactory,
  type DataManager,
  type DeploymentConfig,
  type ExtensionPoint,
  type JsonObject,
  type Manager,
  type Policy,
  type SourcePosition,
} from "@sluice/contracts";
import { closeAfter, closeAll } from "./closing-errors.ts";
import type { HostParts } from "./create-host.ts";
import type { HookBus } from "./hooks/index.ts";
import { timeLimit } from "./timers.ts";
import { observeConnector, observeDataManager } from "./observe-managers.ts";
import { asOwned, checkOptions, ownImplementation, type Locate, type RegistryEntry } from "./plugins/index.ts";

/** An implementation of an extension point, chosen by name, with its options. */
export interface Choice {
  /** Default: the default of the extension point. */
  readonly type?: string;
  readonly options?: JsonObject;
  /** Where its type is named. */
  readonly position?: SourcePosition | undefined;
  /** Where a part of its options stands. */
  readonly locate?: Locate | undefined;
}

/** Which managers an engine has. */
export interface ManagerChoices {
  readonly database?: Choice;
  readonly scheduler?: Choice;
  readonly deploymentManager?: Choice;
  readonly dataManager?: Choice;
  readonly checkpointManager?: Choice;
  readonly failureManager?: Choice;
}

/** What managers are opened with. */
export interface OpenManagersInput {
  readonly host: HostParts;
  readonly choices: ManagerChoices;
  /** Where journals live, when the program says so itself. */
  readonly database: Database | undefined;
  readonly databaseOptions: JsonObject;
  readonly deployments: readonly DeploymentConfig[];
  /** Policies by name, as deployments name them. */
  readonly policies: Readonly<Record<string, Choice>>;
  readonly locateDeployment: ((name: string) => Locate | undefined) | undefined;
}

/** The managers of an engine, which its context has. */
export interface OpenedManagers extends AsyncDisposable {
  /** The data manager as it tells the plugins of one run what it does, with copies in a folder of the run's. */
  readonly dataManagerFor: (hooks: HookBus, keep: string) => DataManager;
}

/** Milliseconds more than each environment has to go, so that the slow one itself is named. */
const patience = 5000;

/** Finds the factory of a choice, and checks its options. */
type Choose = <Factory>(
  point: ExtensionPoint<Factory>,
  choice?: Choice,
) => Promise<{ readonly factory: Factory; readonly options: JsonObject }>;

/** Creates and opens the managers in the order of their dependencies. Disposing the answer closes them in the reverse order, all of them. @throws what failed, once all that was open is closed */
export async function openManagers(input: OpenManagersInput): Promise<OpenedManagers> {
  const { host, choices, deployments } = input;
  const { late, plugins, closing } = host;
  const { context } = late;
  const stack = new AsyncDisposableStack();
  const choose: Choose = async <Factory>(point: ExtensionPoint<Factory>, choice: Choice = {}) => {
    const name = choice.type ?? point.default ?? "default";
    const entry = findEntry(host, point, name, choice.position);
    const options = await optionsOf(entry, choice.options ?? {}, host, choice.locate);
    return { factory: entry.implementation as Factory, options };
  };
  /** Calls a manager's own code: whatever it throws carries its name. */
  const call = async <Result>(actor: string, action: () => Result | Promise<Result>): Promise<Result> => {
    try {
      return await action();
    } catch (error) {
      throw toSluiceError(error, "PLUGIN_FAILED", actor);
    }
  };
  const open = async <M extends Partial<AsyncDisposable> & Pick<Manager, "open">>(
    { id }: ExtensionPoint<unknown>,
    choice: Choice | undefined,
    create: () => M | Promise<M>,
    opening: (manager: M) => void = () => undefined,
  ): Promise<M> => {
    const actor = choice?.type === undefined ? id : `${id} ${choice.type}`;
    const manager = await call(actor, create);
    stack.defer(() => call(actor, async () => manager[Symbol.asyncDispose]?.()));
    await call(actor, () => opening(manager));
    await call(actor, () => manager.open?.({ signal: closing.signal }));
    return manager;
  };

  try {
    late.set("database", await open(databasePoint, choices.database, () => createDatabase(input, choose)));
    const data = await choose(dataManagerPoint, choices.dataManager);
    const scheme = (name: string) => plugins.registry.all(transferSchemePoint).get(name);
    const dataManager = await open(dataManagerPoint, choices.dataManager, () =>
      data.factory.create({ options: data.options, context, scheme }),
    );
    const observed = observeDataManager(dataManager);
    late.set("dataManager", observed(plugins.hooks));

    const deployment = await choose(deploymentManagerPoint, choices.deploymentManager);
    const connect = (config: DeploymentConfig): Promise<Connector> => connectTo(config, input);
    const deploymentManager = await open(
      deploymentManagerPoint,
      choices.deploymentManager,
      () => deployment.factory.create({ options: deployment.options, context, connect }),
      (manager) => {
        // Before the manager itself is closed.
        stack.defer(() => manager.undeployAll({ signal: timeLimit(host.clock.timeouts.setup + patience) }));
        manager.register(deployments);
      },
    );
    late.set("deploymentManager", deploymentManager);

    const policy = await openPolicies(input, choose);
    const scheduler = await choose(schedulerPoint, choices.scheduler);
    late.set(
      "scheduler",
      await open(schedulerPoint, choices.scheduler, () =>
        scheduler.factory.create({ options: scheduler.options, context, policy }),
      ),
    );
    const checkpoint = await choose(checkpointManagerPoint, choices.checkpointManager);
    late.set(
      "checkpointManager",
      await open(checkpointManagerPoint, choices.checkpointManager, () =>
        checkpoint.factory.create({ options: checkpoint.options, context }),
      ),
    );
    const failure = await choose(failureManagerPoint, choices.failureManager);
    late.set(
      "failureManager",
      await open(failureManagerPoint, choices.failureManager, () =>
        failure.factory.create({ options: failure.options, context }),
      ),
    );
    return { dataManagerFor: observed, [Symbol.asyncDispose]: () => closeAll(stack) };
  } catch (error) {
    throw await closeAfter(error, stack);
  }
}

/** Makes the database that is chosen; else the default one, whose options come from the program and need no check. */
async function createDatabase(
  { host, choices, database: given, databaseOptions: options }: OpenManagersInput,
  choose: Choose,
): Promise<Database> {
  const { configDir, plugins, clock, logger } = host;
  if (given) {
    const owner = { point: databasePoint.id, name: "given", plugin: "of the program", bundled: false };
    const factory = ownImplementation({ create: () => given }, owner, { clock, logger }) as DatabaseFactory;
    return factory.create({ options: {}, configDir });
  }
  const usual = databasePoint.default ?? "sqlite";
  if (!choices.database) return plugins.registry.get(databasePoint, usual).create({ options, configDir });
  const chosen = await choose(databasePoint, choices.database);
  return chosen.factory.create({ options: chosen.options, configDir });
}

/** @throws `PLUGIN_MISSING` with the position of whoever names it */
function findEntry(
  { plugins }: HostParts,
  point: ExtensionPoint<unknown>,
  name: string,
  position: SourcePosition | undefined,
): RegistryEntry {
  try {
    return plugins.registry.entry(point, name);
  } catch (error) {
    const { code, message, hint } = toSluiceError(error);
    throw new SluiceError(code, message, { hint, position, cause: error });
  }
}

/** Options as their owner gets them: secrets read, checked, with defaults. */
async function optionsOf(
  entry: RegistryEntry,
  given: JsonObject,
  { plugins, secrets, tellDeprecated }: HostParts,
  locate: Locate | undefined,
): Promise<JsonObject> {
  const { schema, deprecated } = entry.details;
  const actor = `${entry.point.id} ${entry.name}`;
  tellDeprecated({ actor, deprecated, schema, options: given, locate });
  const options = await secrets.resolve(given, plugins.registry);
  return checkOptions({ schema, options, actor, locate });
}

/** Makes a connector: its options checked, its secrets read. */
async function connectTo(
  deployment: DeploymentConfig,
  { host, locateDeployment }: OpenManagersInput,
): Promise<Connector> {
  const entry = host.plugins.registry.entry(connectorPoint, deployment.type);
  const factory = entry.implementation as { create(input: unknown): Connector | Promise<Connector> };
  const options = await optionsOf(entry, deployment.config, host, locateDeployment?.(deployment.name));
  const logger = host.logger.child({ plugin: entry.plugin });
  const connector = await factory.create({ deployment, options, configDir: host.configDir, logger });
  const owner = { point: connectorPoint.id, name: entry.name, plugin: entry.plugin };
  return asOwned(observeConnector(connector, deployment, host.plugins.hooks), owner);
}

/** Makes the policies that deployments name, and answers with the one of a deployment. */
async function openPolicies(
  { policies, deployments, host }: OpenManagersInput,
  choose: Choose,
): Promise<(deployment: string) => Policy> {
  const made = new Map<string, Policy>();
  const byDeployment = new Map<string, Policy>();
  const make = async (name: string): Promise<Policy> => {
    const known = made.get(name);
    if (known) return known;
    const named = Object.hasOwn(policies, name) ? policies[name] : undefined;
    const { factory, options } = await choose(policyPoint, named ?? { type: name });
    const policy = await factory.create({ options, context: host.late.context });
    made.set(name, policy);
    return policy;
  };
  const usual = await make(policyPoint.default ?? "data_locality");
  for (const { name, schedulingPolicy } of deployments) {
    if (schedulingPolicy === undefined) continue;
    try {
      byDeployment.set(name, await make(schedulingPolicy));
    } catch (error) {
      const { code, message, hint, actor } = toSluiceError(error);
      // A policy that fails is its plugin's fault, not that of whoever names it.
      const isUnknown = code === "PLUGIN_MISSING";
      throw new SluiceError(
        isUnknown ? "CONFIG_INVALID" : code,
        `deployment '${name}' names a scheduling policy: ${message}`,
        { hint, actor, cause: error },
      );
    }
  }
  return (deployment) => byDeployment.get(deployment) ?? usual;
}
