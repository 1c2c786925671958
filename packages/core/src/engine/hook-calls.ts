import {
  type GraphEvent,
  type JsonObject,
  type NodeAnswer,
  type NodeEvent,
  type OperationRef,
  type SerializedError,
  type StepFailure,
  type Token,
} from "@sluice/contracts";
import { firingKey, type Firing } from "./machine/index.ts";
import type { RunDeps } from "./run-deps.ts";

/** Calls the hooks of a run. Without hooks nothing is made and nothing is waited for. */
export interface HookCalls {
  /** Whether anybody wants to hear of completed steps. */
  readonly wanted: boolean;
  before(firing: Firing, inputs: JsonObject): Promise<void>;
  wrap(
    firing: Firing,
    inputs: JsonObject,
  ): Promise<{ readonly answer: NodeAnswer; readonly plugin: string | undefined }>;
  completed(firing: Firing, outputs: Readonly<Record<string, Token>>, seq: number): void;
  failed(firing: Firing, error: SerializedError, willRetry: boolean, seq: number): void;
  graphStarted(seq: number): void;
  graphEnded(result: JsonObject, failures: readonly StepFailure[], seq: number): void;
  /** Settles when everybody has been told everything. */
  settled(): Promise<void>;
}

/** Makes the caller of a run's hooks. */
export function createHookCalls(deps: RunDeps, seq: () => number): HookCalls {
  const { hooks } = deps;
  const started = new Map<Firing, number>();
  const runStarted = performance.now();
  let tail: Promise<void> = Promise.resolve();
  const queue = (call: () => Promise<void>): void => {
    tail = tail.then(call);
  };
  const seconds = (firing: Firing): number => (performance.now() - (started.get(firing) ?? performance.now())) / 1000;

  const nodeEvent = (firing: Firing, at: number, inputs: () => Promise<JsonObject>): NodeEvent => ({
    runId: deps.run,
    seq: at,
    key: firingKey(firing.plan.path, firing.tag),
    attempt: firing.attempt,
    resumed: deps.resumed,
    metadata: { name: firing.plan.path, kind: firing.plan.step.kind, operation: operationName(firing) },
    inputs,
    reporter: deps.reports.reporter({ runId: deps.run, key: firingKey(firing.plan.path, firing.tag) }),
    onDispose: () => undefined,
  });
  const graphEvent = (at: number): GraphEvent => ({
    runId: deps.run,
    seq: at,
    resumed: deps.resumed,
    rootId: deps.state.plan.graph.name,
    nodeCount: deps.state.plan.steps.size,
    isAsync: true,
    reporter: deps.reports.reporter({ runId: deps.run }),
  });
  const readInputs = (firing: Firing) => (): Promise<JsonObject> => deps.tokens.readAll(firing.inputs);

  return {
    get wanted() {
      return hooks.has("afterNodeExecute");
    },
    async before(firing, inputs) {
      if (hooks.has("afterNodeExecute") || hooks.has("onNodeError")) started.set(firing, performance.now());
      if (hooks.has("beforeNodeExecute")) {
        await hooks.notify(
          "beforeNodeExecute",
          nodeEvent(firing, seq(), () => Promise.resolve(inputs)),
        );
      }
    },
    async wrap(firing, inputs) {
      if (!hooks.has("wrapNodeExecute")) return { answer: undefined, plugin: undefined };
      return hooks.wrap(
        nodeEvent(firing, seq(), () => Promise.resolve(inputs)),
        () => Promise.resolve(undefined),
      );
    },
    completed(firing, outputs, at) {
      const duration = seconds(firing);
      started.delete(firing);
      queue(async () => {
        const result = await deps.tokens.readAll(outputs);
        await hooks.notify("afterNodeExecute", { ...nodeEvent(firing, at, readInputs(firing)), result, duration });
      });
    },
    failed(firing, error, willRetry, at) {
      if (!hooks.has("onNodeError")) return;
      const event = { ...nodeEvent(firing, at, readInputs(firing)), error, willRetry, duration: seconds(firing) };
      queue(() => hooks.notify("onNodeError", event));
    },
    graphStarted(at) {
      if (hooks.has("beforeGraphExecute")) queue(() => hooks.notify("beforeGraphExecute", graphEvent(at)));
    },
    graphEnded(result, failures, at) {
      const duration = (performance.now() - runStarted) / 1000;
      const [first] = failures;
      if (first) queue(() => hooks.notify("onGraphError", { ...graphEvent(at), error: first.error, duration }));
      else queue(() => hooks.notify("afterGraphExecute", { ...graphEvent(at), result, duration }));
    },
    settled: () => tail,
  };
}

function operationName(firing: Firing): string {
  const { step } = firing.plan;
  const ref: OperationRef | undefined =
    step.kind === "loop" ? step.condition : "operation" in step ? step.operation : undefined;
  return ref?.name ?? step.kind;
}
