import {
  connectorPoint,
  databasePoint,
  dataManagerPoint,
  deploymentManagerPoint,
  failureManagerPoint,
  frontendPoint,
  schedulerPoint,
  SluiceError,
  transferSchemePoint,
  type Binding,
  type Database,
  type DeploymentConfig,
  type Frontend,
  type JsonObject,
  type Logger,
  type Plugin,
  type RunOptions,
  type SluiceContext,
  type WorkflowGraph,
} from "@sluice/contracts";
import { builtinPlugin } from "./builtin/index.ts";
import { nullLogger } from "./engine/null-logger.ts";
import { openRun, type OpenRunInput } from "./engine/open-run.ts";
import type { Run } from "./engine/run.ts";
import { createHookBus } from "./hooks/index.ts";
import { currentHolder } from "./persist/index.ts";
import { setUpPlugins } from "./plugins/index.ts";
import { engineVersion } from "./version.ts";

/** How an engine is made. */
export interface EngineOptions {
  /** Besides the built-in ones, in order. */
  readonly plugins?: readonly Plugin[];
  /** Options of plugins by the plugins' names. */
  readonly pluginOptions?: Readonly<Record<string, JsonObject>>;
  /** Folder of the runs. Default: `$SLUICE_HOME`, else `$XDG_DATA_HOME/sluice`, else `~/.local/share/sluice`. */
  readonly home?: string;
  /** Where journals live instead of files in `home`. It is closed with the engine. */
  readonly database?: Database;
  /** Folder that relative paths of the configuration resolve against. Default: the working directory. */
  readonly configDir?: string;
  readonly deployments?: readonly DeploymentConfig[];
  readonly bindings?: readonly Binding[];
  readonly logger?: Logger;
}

/** Runs workflows. Several can live in one process. Dispose it to take down what it brought up. */
export interface Engine extends AsyncDisposable {
  readonly context: SluiceContext;
  readonly database: Database;
  /** @throws `PLUGIN_MISSING` */
  frontend(name: string): Frontend;
  frontends(): ReadonlyMap<string, Frontend>;
  /** Makes a run and its journal; {@link Run.execute} starts it. @throws `GRAPH_INVALID`, `PLUGIN_MISSING`, `RUN_STATE` */
  createRun(input: CreateRunInput): Promise<Run>;
  /**
   * Takes up a run that an engine left unfinished, or that failed or was cancelled.
   * @throws `RUN_NOT_FOUND`, `RUN_LOCKED`, `RUN_STATE` when it is completed
   */
  resumeRun(input: ResumeRunInput): Promise<Run>;
}

/** A workflow to run. */
export interface CreateRunInput {
  readonly graph: WorkflowGraph;
  readonly inputs: JsonObject;
  readonly options?: Partial<RunOptions>;
  /** Name for people. Default: the graph's. */
  readonly name?: string;
  /** What the user asked for, kept in the journal; without secrets. */
  readonly origin?: JsonObject;
  /** Default: a new name made from the time. */
  readonly runId?: string;
}

/** A run to take up again. */
export interface ResumeRunInput {
  readonly run: string;
  /** Options that change from here on. */
  readonly options?: Partial<RunOptions>;
  /** Steps that failed for good start again. Default: true. */
  readonly retryFailed?: boolean;
}

/** The machine that the engine runs on. Known to every engine; a configuration may replace it. */
const localDeployment: DeploymentConfig = { name: "local", type: "local", config: {}, external: true, lazy: true };

/** Makes an engine: sets up plugins, chooses the managers and wires them. */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const logger = options.logger ?? nullLogger;
  const configDir = options.configDir ?? process.cwd();
  const hooks = createHookBus(logger);
  const closing = new AbortController();
  const plugins = await setUpPlugins({
    plugins: [builtinPlugin, ...(options.plugins ?? [])],
    engineVersion,
    hooks,
    logger,
    ...(options.pluginOptions && { options: options.pluginOptions }),
  });
  const { registry } = plugins;

  const given = options.deployments ?? [];
  const deployments = given.some(({ name }) => name === "local") ? given : [localDeployment, ...given];
  const databaseOptions = options.home === undefined ? {} : { home: options.home };
  const database =
    options.database ?? registry.get(databasePoint, "sqlite").create({ options: databaseOptions, configDir });
  const deploymentManager = registry.get(deploymentManagerPoint, "default").create({
    options: {},
    connect: (deployment) =>
      registry.get(connectorPoint, deployment.type).create({
        deployment,
        options: deployment.config,
        configDir,
        logger: logger.child({ plugin: deployment.type }),
      }),
  });
  deploymentManager.register(deployments);

  const context: SluiceContext = {
    database,
    deploymentManager,
    scheduler: registry.get(schedulerPoint, "default").create({ options: {} }),
    dataManager: registry.get(dataManagerPoint, "default").create({
      options: {},
      scheme: (name) => registry.all(transferSchemePoint).get(name),
    }),
    failureManager: registry.get(failureManagerPoint, "default").create({ options: {} }),
    configDir,
    logger,
    signal: closing.signal,
    plugin: (name) => plugins.plugin(name),
  };
  const shared: OpenRunInput = {
    context,
    registry,
    hooks,
    logger,
    deployments,
    bindings: options.bindings ?? [],
    pluginVersions: plugins.versions,
    engineVersion,
    holder: currentHolder(),
  };
  const { createRun, resumeRun } = openRun(shared);

  return {
    context,
    database,
    createRun,
    resumeRun,
    frontend: (name) => registry.get(frontendPoint, name),
    frontends: () => registry.all(frontendPoint),
    async [Symbol.asyncDispose]() {
      closing.abort(new SluiceError("RUN_CANCELLED", "the engine was closed"));
      const stack = new AsyncDisposableStack();
      // Taken down in the reverse order: environments, journals, plugins.
      stack.use(plugins);
      stack.use(database);
      stack.defer(async () => context.dataManager[Symbol.asyncDispose]?.());
      stack.defer(() => deploymentManager.undeployAll({ signal: AbortSignal.timeout(60_000) }));
      await stack.disposeAsync();
    },
  };
}
