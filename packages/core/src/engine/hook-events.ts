import { createHash } from "node:crypto";
import type { GraphEvent, Json, JsonObject, NodeEvent, NodeMetadata, OperationRef, Token } from "@sluice/contracts";
import { canonicalJson } from "../data/index.ts";
import type { EventFor } from "../hooks/index.ts";
import type { HookScope } from "./hook-scope.ts";
import type { Firing } from "./machine/index.ts";
import type { StepPlan } from "./machine/plan.ts";
import type { RunDeps } from "./run-deps.ts";
import { withConstants } from "./with-constants.ts";

/** Makes the events of a run's hooks: every plugin gets one of its own, with nothing in it that the run still needs. */
export interface HookEvents {
  /** A moment in the life of a firing. */
  node<More extends object>(moment: Moment, more: More): EventFor<NodeEvent & More>;
  /** A moment in the life of the run. */
  graph<More extends object>(scope: HookScope, seq: number, more: More): EventFor<GraphEvent & More>;
  /** The values of outputs; there is something to wait for only when they are stored apart. */
  result(outputs: Readonly<Record<string, Token>>): JsonObject | Promise<JsonObject>;
}

/** A firing as it was at a position of the journal. */
export interface Moment {
  readonly firing: Firing;
  readonly scope: HookScope;
  readonly seq: number;
  /** The firing's own number may be the next one by now. */
  readonly attempt: number;
}

/** Makes the maker of a run's events. */
export function createHookEvents({ run: runId, resumed, state, tokens, operations }: RunDeps): HookEvents {
  const digests = new Map<StepPlan, string>();
  const digestOf = (plan: StepPlan): string => {
    const known = digests.get(plan);
    if (known !== undefined) return known;
    const ref = operationOf(plan);
    const work = ref ? [ref.name, ref.version, operations.of(ref).params] : [plan.step.kind];
    const digest = createHash("sha256").update(canonicalJson(work)).digest("hex");
    digests.set(plan, digest);
    return digest;
  };
  return {
    node({ firing, scope, seq, attempt }, more) {
      const { plan } = firing;
      const inputs = async (): Promise<JsonObject> =>
        detach(withConstants(firing, await tokens.readAll(firing.inputs)));
      return (plugin) => ({
        // First, where a copy is cheap.
        ...more,
        runId,
        seq,
        key: scope.name,
        attempt,
        resumed,
        metadata: new StepMetadata(plan, digestOf),
        inputs,
        reporter: scope.reporter(plugin),
        onDispose: (dispose) => scope.defer(plugin, dispose),
      });
    },
    graph(scope, seq, more) {
      const { graph, steps: all } = state.plan;
      return (plugin) => ({
        ...more,
        runId,
        seq,
        resumed,
        rootId: graph.name,
        nodeCount: all.size,
        isAsync: true,
        reporter: scope.reporter(plugin),
      });
    },
    result(outputs) {
      const values: Record<string, Json> = {};
      for (const [name, token] of Object.entries(outputs)) {
        if (!("value" in token)) return tokens.readAll(outputs).then(detach);
        values[name] = token.value;
      }
      return detach(values);
    },
  };
}

/** A class, because an object with a getter of its own takes as long to make as all the rest of an event. */
class StepMetadata implements NodeMetadata {
  readonly name: string;
  readonly kind: NodeMetadata["kind"];
  readonly operation: string;
  readonly #plan: StepPlan;
  readonly #digestOf: (plan: StepPlan) => string;

  constructor(plan: StepPlan, digestOf: (plan: StepPlan) => string) {
    const { path, step } = plan;
    this.name = path;
    this.kind = step.kind;
    this.operation = operationOf(plan)?.name ?? step.kind;
    this.#plan = plan;
    this.#digestOf = digestOf;
  }

  /** Made when a plugin asks for it first: parameters can be large. */
  get digest(): string {
    return this.#digestOf(this.#plan);
  }
}

/** Values that a plugin may keep or change without the run's noticing. */
function detach(values: JsonObject): JsonObject {
  for (const value of Object.values(values))
    if (typeof value === "object" && value !== null) return structuredClone(values);
  return values;
}

function operationOf({ step }: StepPlan): OperationRef | undefined {
  return step.kind === "loop" ? step.condition : "operation" in step ? step.operation : undefined;
}
