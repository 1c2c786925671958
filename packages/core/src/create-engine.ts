import {
  SluiceError,
  type Binding,
  type Database,
  type DeploymentConfig,
  type JsonObject,
  type Plugin,
  type RunOptions,
  type SluiceContext,
  type WorkflowGraph,
} from "@sluice/contracts";
import { closeAfter, closeAll } from "./closing-errors.ts";
import { hostView, openHost, programSources, type Host, type HostOptions } from "./create-host.ts";
import { openRun, type OpenRunInput } from "./engine/open-run.ts";
import type { Run } from "./engine/run.ts";
import { openManagers, type Choice, type ManagerChoices, type OpenedManagers } from "./open-managers.ts";
import { currentHolder } from "./persist/index.ts";
import type { SecretReference } from "./secrets/index.ts";
import type { Locate } from "./plugins/index.ts";
import { engineVersion } from "./version.ts";

/** How an engine is made. */
export interface EngineOptions extends HostOptions {
  /** Folder of the runs. Default: `$SLUICE_HOME`, else `$XDG_DATA_HOME/sluice`, else `~/.local/share/sluice`. */
  readonly home?: string;
  /** Where journals live instead of files in `home`. It is closed with the engine. */
  readonly database?: Database;
  /** Managers other than the default ones. */
  readonly managers?: ManagerChoices;
  readonly deployments?: readonly DeploymentConfig[];
  readonly bindings?: readonly Binding[];
  /** Binding filters by the names that bindings use. */
  readonly bindingFilters?: Readonly<Record<string, Choice>>;
  /** Scheduling policies by the names that deployments use. */
  readonly policies?: Readonly<Record<string, Choice>>;
  /** Where a part of the options of a deployment stands. */
  readonly locateDeployment?: (name: string) => Locate | undefined;
  /** Secrets by the names that `${secret:NAME}` in options of deployments, managers, policies, filters and plugins uses. */
  readonly secrets?: Readonly<Record<string, SecretReference>>;
}

/** Runs workflows. Several can live in one process. Dispose it to take down what it brought up. */
export interface Engine extends Host {
  readonly context: SluiceContext;
  readonly database: Database;
  /** Makes a run and its journal; {@link Run.execute} starts it. @throws `GRAPH_INVALID`, `PLUGIN_MISSING`, `RUN_STATE` */
  createRun(input: CreateRunInput): Promise<Run>;
  /**
   * Takes up a run that an engine left unfinished, or that failed or was cancelled. One that is completed answers with its outputs,
   * which are placed once more where the options name an `outdir`.
   * @throws `RUN_NOT_FOUND`, `RUN_LOCKED`, `PLUGIN_DRIFT`, `INPUT_CHANGED`
   */
  resumeRun(input: ResumeRunInput): Promise<Run>;
  /**
   * From here on a text is `***` in messages of logs, and of errors in journals and hooks. What is read from secret stores is so anyway; this is
   * for secrets that options hold themselves. Texts of less than six characters are not hidden.
   */
  hideSecret(text: string): void;
}

/** A workflow to run. */
export interface CreateRunInput {
  readonly graph: WorkflowGraph;
  readonly inputs: JsonObject;
  readonly options?: Partial<RunOptions>;
  /** Plugins that are there for this run only. */
  readonly plugins?: readonly Plugin[];
  readonly pluginOptions?: Readonly<Record<string, JsonObject>>;
  /** Name for people. Default: the graph's. */
  readonly name?: string;
  /** What the user asked for, kept in the journal; without secrets. */
  readonly origin?: JsonObject;
  /** Absolute paths of the documents that it was made from. Whoever resumes it is told when one was edited. */
  readonly documents?: readonly string[];
  /** Absolute paths where its steps look for files that its inputs do not name; see `LoadedWorkflow.readInputs`. */
  readonly lookedFor?: readonly string[];
  /** Names of inputs whose texts are secrets. Default: none. */
  readonly secrets?: readonly string[];
  /** Default: a new name made from the time. */
  readonly runId?: string;
}

/** A run to take up again. */
export interface ResumeRunInput {
  readonly run: string;
  /** Options that change from here on. */
  readonly options?: Partial<RunOptions>;
  /** Plugins that are there for this run only. */
  readonly plugins?: readonly Plugin[];
  readonly pluginOptions?: Readonly<Record<string, JsonObject>>;
  /** Steps that failed for good start again. Default: true. */
  readonly retryFailed?: boolean;
  /** Go on although the plugins are not those that the run was made with. Default: false. */
  readonly allowUpgrade?: boolean;
  /**
   * Go on although inputs are not as they were when the run began: with what they are now for what is still to be done. Steps that completed
   * stay. Default: false, and then it is an error.
   */
  readonly acceptChanges?: boolean;
  /**
   * Do again jobs of which nobody can tell from here whether they still run: whoever says so knows that they are gone. Default: false, and their
   * results are waited for.
   */
  readonly assumeLost?: boolean;
}

/** The machine that the engine runs on. Known to every engine; a configuration may replace it. */
const localDeployment: DeploymentConfig = { name: "local", type: "local", config: {}, external: true, lazy: true };

/** Makes an engine: sets up plugins, chooses the managers and wires them. */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const host = await openHost(options, options.secrets ?? {});
  const { plugins, logger, configDir, closing, late, secrets } = host;
  const given = options.deployments ?? [];
  const deployments = given.some(({ name }) => name === "local") ? given : [localDeployment, ...given];
  const stack = new AsyncDisposableStack();
  stack.use(host.clock);
  stack.use(plugins);
  stack.use(secrets);
  let managers: OpenedManagers;
  try {
    managers = await openManagers({
      host,
      choices: options.managers ?? {},
      database: options.database,
      databaseOptions: options.home === undefined ? {} : { home: options.home },
      deployments,
      policies: options.policies ?? {},
      locateDeployment: options.locateDeployment,
    });
    stack.use(managers);
  } catch (error) {
    throw await closeAfter(error, stack);
  }
  const { context } = late;
  const shared: OpenRunInput = {
    context,
    plugins,
    reports: host.reports,
    dataManagerFor: managers.dataManagerFor,
    logger,
    hookTimeout: options.hookTimeout,
    clock: host.clock,
    deployments,
    bindings: options.bindings ?? [],
    bindingFilters: options.bindingFilters ?? {},
    engineVersion,
    holder: currentHolder(),
    hidden: host.hidden,
    tellDeprecated: host.tellDeprecated,
    readSecrets: (value, registry) => host.secrets.resolve(value, registry),
    sourcesOf: (given) => programSources(given, "run"),
  };
  return {
    ...hostView(host),
    ...openRun(shared),
    context,
    database: context.database,
    hideSecret: (text) => host.hidden.add(text),
    frontendContext: { fetch: (input) => context.dataManager.fetch(input), configDir, logger },
    async [Symbol.asyncDispose]() {
      closing.abort(new SluiceError("RUN_CANCELLED", "the engine was closed"));
      // In the reverse order: environments, managers, journals, plugins.
      await closeAll(stack);
    },
  };
}
