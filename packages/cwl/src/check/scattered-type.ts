import type { CwlType, WorkflowStep } from "../model/index.ts";

/** A scattered step yields lists, nested as deep as it has inputs to cross. */
export function scatteredType(type: CwlType, step: Pick<WorkflowStep, "scatter" | "scatterMethod">): CwlType {
  const depth = step.scatterMethod === "nested_crossproduct" ? step.scatter.length : Math.min(step.scatter.length, 1);
  let result = type;
  for (let level = 0; level < depth; level++) result = { type: "array", items: result };
  return result;
}
