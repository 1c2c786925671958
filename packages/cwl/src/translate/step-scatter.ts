import { SluiceError, type PortId } from "@sluice/contracts";
import type { WorkflowStep } from "../model/index.ts";
import type { Scope, Translation, Values } from "./translation.ts";
import { waitFor } from "./wait-for.ts";

/** The inside of a scatter. */
export interface Scattered {
  /** Path of the scatter, for its gather. */
  readonly path: string;
  readonly scope: Scope;
  /** All inputs, with elements in place of the lists. */
  readonly values: Values;
}

/** Adds the scatter of a step. */
export function scatterInputs(
  translation: Translation,
  scope: Scope,
  path: string,
  step: WorkflowStep,
  values: Values,
): Scattered {
  const { builder } = translation;
  const method = step.scatter.length > 1 ? (step.scatterMethod ?? "dotproduct") : "dotproduct";
  const nested = method === "nested_crossproduct";
  const inputs: Values = Object.fromEntries(
    step.scatter.map((name) => {
      const value = values[name];
      if (!value) throw new SluiceError("CWL_REFERENCE", `step ${path} scatters ${name}, which is none of its inputs`);
      return [name, value];
    }),
  );
  const scatter = builder.freePath(`${path}:scatter`);
  const position = translation.positionOf(step, "scatter");
  const ports = step.scatter.map((name, index): readonly [string, PortId] => [
    name,
    builder.addPort(`${scatter}/${name}`, scope.depth + (nested ? index + 1 : 1)),
  ]);
  builder.addStep(scatter, {
    kind: "scatter",
    method,
    depth: scope.depth,
    inputs,
    ...waitFor(translation, scope, inputs),
    scatter: step.scatter,
    ...(position && { position }),
    outputs: Object.fromEntries(ports),
  });
  // The last list varies fastest: its elements are as deep as the jobs.
  const trigger = (ports.at(-1) as readonly [string, PortId])[1];
  return {
    path: scatter,
    scope: { ...scope, depth: builder.depthOf(trigger), trigger },
    values: { ...values, ...Object.fromEntries(ports.map(([name, port]) => [name, { port }])) },
  };
}
