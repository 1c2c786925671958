import type { Json, JsonObject } from "@sluice/contracts";
import type { Behaviour } from "../../../core/test/engine/simulation.ts";
import type { LinkMerge, PickValue } from "../../src/model/index.ts";
import type { LinkParams, StepInputsParams, WhenParams } from "../../src/operation/params.ts";

/** Does at once what the operations of CWL do, for the expressions and tools of the samples. */
export const fakeOperation: Behaviour = ({ plan: { step } }, read) => {
  if (step.kind !== "execute" && step.kind !== "transform" && step.kind !== "conditional") throw new Error(step.kind);
  const constants = Object.entries(step.inputs).flatMap(([name, from]) =>
    "value" in from ? [[name, from.value]] : [],
  );
  const inputs = { ...(Object.fromEntries(constants) as JsonObject), ...read };
  const params = step.operation.params as unknown;
  switch (step.operation.name) {
    case "cwl.link": {
      const { sources, default: other, ...how } = params as LinkParams;
      return {
        value:
          mergeAndPick(
            sources.map((name) => inputs[name] ?? null),
            how,
          ) ??
          other ??
          null,
      };
    }
    case "cwl.step-inputs": {
      const computed = (params as StepInputsParams).inputs.map(({ id, valueFrom }): [string, Json] => {
        const value = inputs[id] ?? null;
        return [id, valueFrom === undefined ? value : evaluate(valueFrom, inputs, value)];
      });
      return { ...inputs, ...Object.fromEntries(computed) };
    }
    case "cwl.when":
      return { result: isTrue(evaluate((params as WhenParams).when, inputs, null)) };
    default:
      return runTool((params as { process: { $definition: string } }).process.$definition, inputs);
  }
};

/** A tool that says what it was given, as a list, so that it can be scattered; its second output is null. */
export function runTool(name: string, inputs: JsonObject): Record<string, Json> {
  const given = Object.entries(inputs)
    .filter(([, value]) => value !== null)
    .toSorted(([left], [right]) => left.localeCompare(right));
  // Equal tools that are not one object get numbers in the graph.
  return { o: [name.slice(name.lastIndexOf("/") + 1).replace(/_\d+$/, ""), Object.fromEntries(given)], p: null };
}

export function evaluate(expression: string, inputs: JsonObject, self: Json): Json {
  if (expression === "$(self)") return self;
  if (expression === "$(inputs.x)") return inputs["x"] ?? null;
  return expression === "$(false)" ? false : expression;
}

/** Conditions of the samples are true for anything but null and false. */
export function isTrue(value: Json): boolean {
  return value !== null && value !== false;
}

/** Source: CWL v1.2 Workflow Description, WorkflowStepInput. */
export function mergeAndPick(
  values: readonly Json[],
  { linkMerge, pickValue }: { readonly linkMerge?: LinkMerge; readonly pickValue?: PickValue },
): Json {
  let value: Json = values[0] ?? null;
  if (linkMerge === "merge_flattened") value = values.flatMap((each) => each);
  else if (values.length > 1 || linkMerge !== undefined) value = values;
  if (pickValue === undefined) return value;
  if (!Array.isArray(value)) return value;
  const items = value as Json[];
  const present = items.filter((each) => each !== null);
  if (pickValue === "all_non_null") return present;
  if (present.length === 0 || (pickValue === "the_only_non_null" && present.length > 1)) throw new Error("cannot pick");
  return present[0] ?? null;
}
