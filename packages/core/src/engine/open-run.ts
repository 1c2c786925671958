import { readlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  cacheStorePoint,
  type Binding,
  type DataManager,
  type DeploymentConfig,
  type Json,
  type JsonObject,
  type LeaseHolder,
  type Logger,
  type Plugin,
  type RunEventData,
  type RunOptions,
  type RunProjection,
  type RunStore,
  type SluiceContext,
  type WorkflowGraph,
} from "@sluice/contracts";
import type { AnswerClock } from "../answers/index.ts";
import { closeAfter, errorsOfClosing } from "../closing-errors.ts";
import { removeTree } from "../remove-tree.ts";
import { validateGraph } from "../graph/index.ts";
import { createHookBus, createRunReports, type HookBus, type ReportBus } from "../hooks/index.ts";
import {
  checkLock,
  createExtensionFinder,
  setUpPlugins,
  type PluginSet,
  type PluginSource,
  type Registry,
  type TellDeprecated,
} from "../plugins/index.ts";
import { createBindingFilters, type ReadSecrets } from "./binding-filters.ts";
import { newNonce } from "./effect-id.ts";
import { noBacklog, type Backlog } from "./hook-backlog.ts";
import { hearsJournal } from "./hook-position.ts";
import { createInputAccess } from "./input-access.ts";
import { stampInputs, stampPaths, watchInputs, type StampRules } from "./input-stamps.ts";
import { makeRun } from "./make-run.ts";
import { createMachine, type MachineState } from "./machine/index.ts";
import { resolveOperations } from "./operations.ts";
import { readJournal, type ReadJournal } from "./read-journal.ts";
import { renewedFiles } from "./renew-files.ts";
import { newRunId } from "./run-id.ts";
import { openRunLog } from "./run-log.ts";
import type { RunDeps } from "./run-deps.ts";
import { createRunProjection } from "./run-projection.ts";
import { createRun, type Run } from "./run.ts";
import { takeInputs, tellDocuments, type TakenInputs } from "./take-inputs.ts";
import { noSecrets, readSecrets, takeSecrets, type RunSecrets } from "./run-secrets.ts";
import { createTokenStore } from "./token-store.ts";
import type { RunCache } from "./work-reuse.ts";

/** What all runs of an engine share. */
export interface OpenRunInput {
  readonly context: SluiceContext;
  readonly plugins: PluginSet;
  readonly reports: ReportBus;
  /** The data manager as it tells the plugins of one run what it does, with copies in a folder of the run's. */
  readonly dataManagerFor: (hooks: HookBus, keep: string) => DataManager;
  readonly logger: Logger;
  readonly hookTimeout: number | undefined;
  /** Waits for the answers of plugins. */
  readonly clock: AnswerClock;
  readonly deployments: readonly DeploymentConfig[];
  readonly bindings: readonly Binding[];
  /** Binding filters by the names that bindings use. */
  readonly bindingFilters: Readonly<Record<string, { readonly type?: string; readonly options?: JsonObject }>>;
  readonly engineVersion: string;
  readonly holder: LeaseHolder;
  /** The plugins that are given to one run. */
  readonly sourcesOf: (input: RunPlugins) => readonly PluginSource[];
  readonly tellDeprecated: TellDeprecated;
  readonly readSecrets: ReadSecrets;
  /** Keeps secrets out of journals and logs. */
  readonly hidden: RunDeps["hidden"];
}

/** Plugins that are there for one run only. */
export interface RunPlugins {
  readonly plugins?: readonly Plugin[];
  readonly pluginOptions?: Readonly<Record<string, JsonObject>>;
}

/** Files that standard output and standard error of this process go to, where the system says so. */
function streamFiles(): readonly string[] {
  return ["1", "2"].flatMap((stream) => {
    try {
      return [readlinkSync(`/proc/self/fd/${stream}`)];
    } catch {
      return [];
    }
  });
}

/** Those of a run that reads none any more. */
const noInputs: TakenInputs = { stamps: {}, renewed: {} };

/** Options of a run whose maker says nothing. */
const defaultOptions: RunOptions = { onError: "stop", window: 256, attempts: 1 };

interface NewRun extends RunPlugins {
  readonly graph: WorkflowGraph;
  readonly inputs: JsonObject;
  readonly options?: Partial<RunOptions>;
  readonly name?: string;
  readonly origin?: JsonObject;
  readonly documents?: readonly string[];
  readonly lookedFor?: readonly string[];
  readonly secrets?: readonly string[];
  readonly runId?: string;
}

interface OldRun extends RunPlugins {
  readonly run: string;
  readonly options?: Partial<RunOptions>;
  readonly retryFailed?: boolean;
  readonly allowUpgrade?: boolean;
  readonly acceptChanges?: boolean;
  readonly assumeLost?: boolean;
}

/** The two ways to a run: a new one, and one that is in the database. */
export function openRun(shared: OpenRunInput): {
  readonly createRun: (input: NewRun) => Promise<Run>;
  readonly resumeRun: (input: OldRun) => Promise<Run>;
} {
  const { database } = shared.context;
  const limit = shared.hookTimeout === undefined ? {} : { timeout: shared.hookTimeout };

  /** The engine's plugins with those of the run, which go when the run is over. */
  async function openPlugins(resources: AsyncDisposableStack, run: string, own: RunPlugins): Promise<PluginSet> {
    const sources = shared.sourcesOf(own);
    if (sources.length === 0) return shared.plugins;
    const { clock, context, logger, engineVersion, plugins: parent } = shared;
    const hooks = createHookBus({ ...limit, logger, parent: parent.hooks });
    const reports = createRunReports(shared.reports, run);
    return resources.use(
      await setUpPlugins({ sources, engineVersion, hooks, reports, clock, context, logger, parent }),
    );
  }

  /** Where the engine and its jobs write is no input of anybody's. */
  function stampRules(run: string, { checkInputs = "stamp", outdir, cache }: RunOptions): StampRules {
    const home = dirname(dirname(database.runFolder(run)));
    const targets = shared.bindings.flatMap((binding) => ("targets" in binding ? binding.targets : []));
    const workdirs = [...shared.deployments, ...targets].map(({ workdir }) => workdir);
    const own = [home, outdir, cache?.folder, ...workdirs, ...streamFiles()].filter((path) => path !== undefined);
    return { checks: checkInputs, own };
  }

  async function drive(
    store: RunStore,
    resources: AsyncDisposableStack,
    lost: AbortSignal,
    rest: {
      plugins: PluginSet;
      nonce: string | undefined;
      state: MachineState;
      seq: number;
      backlog: Backlog;
      resumed: boolean;
      assumeLost: boolean;
      retryFailed: boolean;
      options: Partial<RunOptions>;
      inputs: TakenInputs;
      accesses: ReadJournal["accesses"];
      secrets: RunSecrets;
    },
  ): Promise<Run> {
    const {
      plugins,
      nonce,
      state,
      seq,
      backlog,
      resumed,
      assumeLost,
      retryFailed,
      options,
      inputs,
      accesses,
      secrets,
    } = rest;
    const { stamps, renewed, acceptedStamps } = inputs;
    const renew = Object.keys(renewed).length > 0 ? (value: Json) => renewedFiles(value, renewed) : undefined;
    const folder = database.runFolder(store.run);
    const cache = options.cache ?? state.options.cache;
    const fetched = join(folder, "fetched");
    // Its jobs may outlive an engine, and what goes on reads the same again. Once its outputs are with the user, nobody reads it any more.
    resources.defer(async () => {
      if (state.status === "completed" && state.options.outdir !== undefined) await removeTree(fetched);
    });
    const log = resources.use(openRunLog(store.run, folder, shared.logger));
    const logger = shared.hidden.logger(log.logger);
    // What goes wrong with a hook of this run belongs into its log.
    const hooks = createHookBus({ ...limit, logger, parent: plugins.hooks });
    const context = Object.create(shared.context, {
      dataManager: { value: shared.dataManagerFor(hooks, fetched), enumerable: true },
      logger: { value: logger, enumerable: true },
      extension: { value: createExtensionFinder(() => plugins.registry), enumerable: true },
    }) as SluiceContext;
    const results =
      cache && (await openCache(cache, { context, registry: plugins.registry, tell: shared.tellDeprecated }));
    return createRun({
      deps: {
        run: store.run,
        nonce,
        folder,
        store,
        state,
        tokens: createTokenStore(store, renew),
        inputs: watchInputs(store.run, stamps, stampRules(store.run, { ...state.options, ...options })),
        access: createInputAccess(state.plan, accesses),
        operations: resolveOperations(state.plan.graph, plugins.registry),
        context,
        hooks,
        reports: shared.reports,
        logger,
        hidden: shared.hidden,
        secrets,
        deployments: shared.deployments,
        bindings: shared.bindings,
        bindingFilter: createBindingFilters({
          filters: shared.bindingFilters,
          registry: plugins.registry,
          context,
          tellDeprecated: shared.tellDeprecated,
          readSecrets: shared.readSecrets,
        }),
        ...(results && { cache: results }),
        outage: shared.clock.timeouts.outage,
        patience: shared.clock.timeouts.setup,
        resumed,
        renewed: renew !== undefined,
        assumeLost,
      },
      seq,
      backlog,
      engineVersion: shared.engineVersion,
      retryFailed,
      options,
      acceptedStamps,
      lost,
      close: () => errorsOfClosing(resources),
    });
  }

  return {
    async createRun(input) {
      validateGraph(input.graph);
      const run = input.runId ?? newRunId(new Date());
      const name = input.name ?? input.graph.name;
      const resources = new AsyncDisposableStack();
      try {
        const plugins = await openPlugins(resources, run, input);
        resolveOperations(input.graph, plugins.registry);
        const options = { ...defaultOptions, ...input.options };
        await checkOutdir(shared.context, input.graph, options.outdir);
        // This may take long, and a run that is there must begin at once.
        const values = [input.inputs, input.graph as unknown as Json];
        const stamps = await stampInputs(values, input.lookedFor ?? [], stampRules(run, options));
        const documents = await stampPaths(input.documents ?? [], { content: true, skip: new Set() });
        const store = await makeRun(database, { run, name, holder: shared.holder });
        let isReady = false;
        // Before that nobody has heard of it, and nothing of it was done.
        resources.defer(async () => (isReady ? undefined : database.removeRun({ run })));
        resources.use(store);
        const lease = resources.use(await store.acquireLease({ holder: shared.holder }));
        const tokens = createTokenStore(store);
        const { inputs, secrets } = takeSecrets({
          inputs: input.inputs,
          names: input.secrets ?? [],
          folder: database.runFolder(run),
          hidden: shared.hidden,
        });
        const data: RunEventData["run_created"] = {
          run,
          nonce: newNonce(),
          graph: input.graph,
          inputs: await tokens.writeAll(inputs),
          ...(secrets !== noSecrets && { secrets: true as const }),
          inputStamps: await tokens.write(stamps as unknown as Json),
          documentStamps: await tokens.write(documents as unknown as Json),
          options,
          engine: shared.engineVersion,
          plugins: await plugins.lock(),
          origin: input.origin ?? {},
        };
        await store.append({
          expectedSeq: 0,
          events: [{ type: "run_created", data }],
          summary: { name, status: "created" },
        });
        const state = createMachine(data);
        const made = await drive(store, resources, lease.signal, {
          plugins,
          nonce: data.nonce,
          state,
          seq: 1,
          backlog: noBacklog,
          resumed: false,
          assumeLost: false,
          retryFailed: false,
          options: {},
          inputs: { stamps, renewed: {} },
          accesses: [],
          secrets,
        });
        isReady = true;
        return made;
      } catch (error) {
        throw await closeAfter(error, resources);
      }
    },
    async resumeRun(input) {
      const resources = new AsyncDisposableStack();
      try {
        const plugins = await openPlugins(resources, input.run, input);
        const store = resources.use(await database.openRun({ run: input.run }));
        const lease = resources.use(await store.acquireLease({ holder: shared.holder }));
        const journal = await readJournal(store);
        const { created, state, seq, backlog } = journal;
        const isUntold = backlog.untold.length > 0 && hearsJournal(plugins.hooks);
        // Of a run that is over, only its outputs are asked for: whatever became of its plugins.
        const isOver = state.status === "completed" && !isUntold;
        if (input.allowUpgrade !== true && !isOver) {
          checkLock({ run: input.run, locked: created.plugins, present: await plugins.lock() });
        }
        const projection = createRunProjection({ store, state, tokens: createTokenStore(store) });
        const retryFailed = input.retryFailed ?? true;
        const options = input.options ?? {};
        const { scheduler } = shared.context;
        const accept = input.acceptChanges ?? false;
        const { outdir = state.status === "completed" ? undefined : state.options.outdir } = options;
        await checkOutdir(shared.context, state.plan.graph, outdir);
        const rules = stampRules(store.run, { ...state.options, ...options });
        const inputs = state.status === "completed" ? noInputs : await takeInputs({ store, journal, accept, rules });
        const isSecret = created.secrets === true && state.status !== "completed";
        const secrets = isSecret ? readSecrets(database.runFolder(store.run), shared.hidden) : noSecrets;
        if (state.status !== "completed") await tellDocuments({ store, created, logger: shared.logger });
        try {
          await restoreManagers(shared.context, projection);
          const { nonce } = created;
          const { assumeLost = false } = input;
          const taken = { plugins, nonce, state, seq, backlog, resumed: true, assumeLost };
          const rest = { ...taken, retryFailed, options, inputs, accesses: journal.accesses, secrets };
          return await drive(store, resources, lease.signal, rest);
        } catch (error) {
          for (const { job } of projection.jobs) scheduler.forget?.({ job });
          throw error;
        }
      } catch (error) {
        throw await closeAfter(error, resources);
      }
    },
  };
}

/** Whether outputs will have their place, as far as that is known before they are made. @throws `FILE_UNWRITABLE` */
async function checkOutdir(
  { dataManager }: SluiceContext,
  { outputNames }: WorkflowGraph,
  outdir: string | undefined,
): Promise<void> {
  if (outdir === undefined || outputNames === undefined) return;
  await dataManager.checkOutdir?.({ outdir, outputs: outputNames, signal: new AbortController().signal });
}

/** Opens the store for results that a run's options name. @throws `PLUGIN_MISSING`, `PLUGIN_OPTIONS` */
async function openCache(
  { folder, store }: NonNullable<RunOptions["cache"]>,
  engine: { readonly context: SluiceContext; readonly registry: Registry; readonly tell: TellDeprecated },
): Promise<RunCache> {
  const name = store ?? cacheStorePoint.default ?? "folder";
  const { implementation, options } = await engine.context.extension({
    point: cacheStorePoint,
    name,
    options: { folder },
  });
  const { plugin, details } = engine.registry.entry(cacheStorePoint, name);
  const { deprecated, schema } = details;
  engine.tell({ actor: `${cacheStorePoint.id} ${name}`, deprecated, schema, options: {}, locate: undefined });
  return {
    store: await implementation.create({ options, logger: engine.context.logger }),
    // The built-in one has done so.
    verifies: plugin === "builtin",
  };
}

/** Tells the managers of a run that an earlier engine left. */
async function restoreManagers(context: SluiceContext, projection: RunProjection): Promise<void> {
  await context.dataManager.restore(projection);
  await context.deploymentManager.restore(projection);
  await context.scheduler.restore(projection);
  await context.checkpointManager.restore(projection);
  await context.failureManager.restore(projection);
}
