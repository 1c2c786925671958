import {
  operationPoint,
  SluiceError,
  type Json,
  type JsonObject,
  type Operation,
  type OperationRef,
  type WorkflowGraph,
  isExactNumber,
} from "@sluice/contracts";
import type { Registry } from "../plugins/index.ts";
import type { StepPlan } from "./machine/plan.ts";

/** Finds the operations of a graph, with their parameters in full. */
export interface Operations {
  of(ref: OperationRef): { readonly operation: Operation; readonly params: Json };
}

/** The operation that a step names. */
export function operationRef({ path, step }: Pick<StepPlan, "path" | "step">): OperationRef {
  if (step.kind === "loop") return step.condition;
  if ("operation" in step) return step.operation;
  throw new SluiceError("GRAPH_INVALID", `step ${path} has no operation`);
}

/** Looks up every operation of a graph. @throws `PLUGIN_MISSING` when one is not there in its version */
export function resolveOperations(graph: WorkflowGraph, registry: Registry): Operations {
  const known = new Map<OperationRef, { operation: Operation; params: Json }>();
  const of = (ref: OperationRef): { operation: Operation; params: Json } => {
    const found = known.get(ref);
    if (found) return found;
    const operation = registry.get(operationPoint, ref.name);
    if (operation.version !== ref.version) {
      throw new SluiceError(
        "PLUGIN_MISSING",
        `the workflow needs version ${ref.version} of operation '${ref.name}', but this engine has version ${operation.version}`,
      );
    }
    const resolved = { operation, params: resolve(ref.params, graph) };
    known.set(ref, resolved);
    return resolved;
  };
  for (const step of Object.values(graph.steps)) {
    if (step.kind === "execute" || step.kind === "transform" || step.kind === "conditional") of(step.operation);
    if (step.kind === "loop") of(step.condition);
  }
  return { of };
}

/** Puts definitions in place. The same definition is the same object everywhere, so that caches can hang on it. */
function resolve(params: Json, graph: WorkflowGraph): Json {
  if (typeof params !== "object" || params === null || isExactNumber(params)) return params;
  if (Array.isArray(params)) return (params as readonly Json[]).map((each) => resolve(each, graph));
  const name = (params as JsonObject)["$definition"];
  if (typeof name === "string") {
    const definition = graph.definitions[name];
    if (definition === undefined) throw new SluiceError("GRAPH_INVALID", `definition '${name}' does not exist`);
    return definition;
  }
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, resolve(value, graph)]));
}
