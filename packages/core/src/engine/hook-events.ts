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
  const known = new Map<StepPlan, NodeMetadata>();
  /** All plugins get the same, which none can change. */
  const metadataOf = (plan: StepPlan): NodeMetadata => {
    const found = known.get(plan);
    if (found) return found;
    const { path: name, step } = plan;
    const ref = operationOf(plan);
    let digest: string | undefined;
    const made = Object.freeze({
      name,
      kind: step.kind,
      operation: ref?.name ?? step.kind,
      /** Made when a plugin asks for it first: parameters can be large. */
      get digest() {
        const work = ref ? [ref.name, ref.version, operations.of(ref).params] : [step.kind];
        return (digest ??= createHash("sha256").update(canonicalJson(work)).digest("hex"));
      },
    });
    known.set(plan, made);
    return made;
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
        metadata: metadataOf(plan),
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

/** Values that a plugin may keep or change without the run's noticing. */
function detach(values: JsonObject): JsonObject {
  for (const value of Object.values(values))
    if (typeof value === "object" && value !== null) return structuredClone(values);
  return values;
}

function operationOf({ step }: StepPlan): OperationRef | undefined {
  return step.kind === "loop" ? step.condition : "operation" in step ? step.operation : undefined;
}
