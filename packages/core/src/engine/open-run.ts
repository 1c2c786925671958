import {
  cacheStorePoint,
  SluiceError,
  type Binding,
  type DeploymentConfig,
  type JsonObject,
  type LeaseHolder,
  type Logger,
  type RunEventData,
  type RunOptions,
  type RunStore,
  type SluiceContext,
  type WorkflowGraph,
} from "@sluice/contracts";
import { validateGraph } from "../graph/index.ts";
import type { HookBus } from "../hooks/index.ts";
import type { Registry } from "../plugins/index.ts";
import { createMachine, type MachineState } from "./machine/index.ts";
import { resolveOperations } from "./operations.ts";
import { readJournal } from "./read-journal.ts";
import { newRunId } from "./run-id.ts";
import { openRunLog } from "./run-log.ts";
import { createRun, type Run } from "./run.ts";
import { createTokenStore } from "./token-store.ts";

/** What all runs of an engine share. */
export interface OpenRunInput {
  readonly context: SluiceContext;
  readonly registry: Registry;
  readonly hooks: HookBus;
  readonly logger: Logger;
  readonly deployments: readonly DeploymentConfig[];
  readonly bindings: readonly Binding[];
  readonly pluginVersions: Readonly<Record<string, string>>;
  readonly engineVersion: string;
  readonly holder: LeaseHolder;
}

/** Options of a run whose maker says nothing. */
const defaultOptions: RunOptions = { onError: "stop", window: 256, attempts: 1 };

interface NewRun {
  readonly graph: WorkflowGraph;
  readonly inputs: JsonObject;
  readonly options?: Partial<RunOptions>;
  readonly name?: string;
  readonly origin?: JsonObject;
  readonly runId?: string;
}

interface OldRun {
  readonly run: string;
  readonly options?: Partial<RunOptions>;
  readonly retryFailed?: boolean;
}

/** The two ways to a run: a new one, and one that is in the database. */
export function openRun(shared: OpenRunInput): {
  readonly createRun: (input: NewRun) => Promise<Run>;
  readonly resumeRun: (input: OldRun) => Promise<Run>;
} {
  const { database } = shared.context;

  async function drive(
    store: RunStore,
    resources: AsyncDisposableStack,
    lost: AbortSignal,
    rest: { state: MachineState; seq: number; resumed: boolean; retryFailed: boolean; options: Partial<RunOptions> },
  ): Promise<Run> {
    const { state, seq, resumed, retryFailed, options } = rest;
    const folder = database.runFolder(store.run);
    const cache = options.cache ?? state.options.cache;
    const log = resources.use(openRunLog(store.run, folder, shared.logger));
    return createRun({
      deps: {
        run: store.run,
        folder,
        store,
        state,
        tokens: createTokenStore(store),
        operations: resolveOperations(state.plan.graph, shared.registry),
        context: { ...shared.context, logger: log.logger },
        hooks: shared.hooks,
        logger: log.logger,
        deployments: shared.deployments,
        bindings: shared.bindings,
        ...(cache && { cache: shared.registry.get(cacheStorePoint, "folder").create({ options: cache }) }),
        resumed,
      },
      seq,
      engineVersion: shared.engineVersion,
      retryFailed,
      options,
      lost,
      close: () => resources.disposeAsync(),
    });
  }

  return {
    async createRun(input) {
      validateGraph(input.graph);
      resolveOperations(input.graph, shared.registry);
      const run = input.runId ?? newRunId(new Date());
      const name = input.name ?? input.graph.name;
      const resources = new AsyncDisposableStack();
      try {
        const store = resources.use(await database.createRun({ run, name }));
        const lease = resources.use(await store.acquireLease({ holder: shared.holder }));
        const data: RunEventData["run_created"] = {
          run,
          graph: input.graph,
          inputs: await createTokenStore(store).writeAll(input.inputs),
          options: { ...defaultOptions, ...input.options },
          engine: shared.engineVersion,
          plugins: shared.pluginVersions,
          origin: input.origin ?? {},
        };
        await store.append({
          expectedSeq: 0,
          events: [{ type: "run_created", data }],
          summary: { name, status: "created" },
        });
        const state = createMachine(data);
        return await drive(store, resources, lease.signal, {
          state,
          seq: 1,
          resumed: false,
          retryFailed: false,
          options: {},
        });
      } catch (error) {
        await resources.disposeAsync();
        throw error;
      }
    },
    async resumeRun(input) {
      const resources = new AsyncDisposableStack();
      try {
        const store = resources.use(await database.openRun({ run: input.run }));
        const lease = resources.use(await store.acquireLease({ holder: shared.holder }));
        const { state, seq } = await readJournal(store);
        if (state.status === "completed") {
          throw new SluiceError("RUN_STATE", `run ${input.run} is completed: there is nothing to resume`);
        }
        const retryFailed = input.retryFailed ?? true;
        const options = input.options ?? {};
        return await drive(store, resources, lease.signal, { state, seq, resumed: true, retryFailed, options });
      } catch (error) {
        await resources.disposeAsync();
        throw error;
      }
    },
  };
}
