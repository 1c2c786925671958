import type { PortId, StepInput } from "@sluice/contracts";
import type { WorkflowStep } from "../model/index.ts";
import { inherit } from "./effective-requirements.ts";
import type { Resolve } from "./link-sources.ts";
import { settle } from "./port-at-depth.ts";
import { gateInputs } from "./step-condition.ts";
import { gatherOutputs } from "./step-gather.ts";
import { computeInputs, literalOf } from "./step-inputs.ts";
import { computesInputs, linkInputs } from "./step-links.ts";
import { scatterInputs } from "./step-scatter.ts";
import type { Call, Scope, Translation, Values } from "./translation.ts";

/**
 * A step of a workflow, in the order that CWL gives: links and defaults, scatter, `valueFrom`, `when`, the process,
 * gather. Only what the step uses becomes part of the graph.
 */
export function translateStep(translation: Translation, outer: Scope, step: WorkflowStep, resolve: Resolve): Values {
  const path = `${outer.path}/${step.id}`;
  const links = linkInputs(translation, outer, path, step, resolve);
  const linked: Scope = {
    ...outer,
    requirements: inherit(outer.requirements, step),
    waits: [...new Set([...outer.waits, ...links.waits])],
  };
  const scatter = step.scatter.length > 0 ? scatterInputs(translation, linked, path, step, links.values) : undefined;
  const scope = scatter?.scope ?? linked;

  let values = scatter?.values ?? links.values;
  if (computesInputs(step)) {
    const places = translation.placesOf.step(step, "in");
    values = computeInputs(translation, scope, `${path}:inputs`, step.in, values, places);
  }
  values = { ...values, ...literals(step) };

  const declared = new Set(step.run.inputs.map(({ id }) => id));
  const passed = Object.fromEntries(Object.entries(values).filter(([id]) => declared.has(id)));
  const call: Call = { process: step.run, path, scope, inputs: passed, outputs: step.out };
  const results =
    step.when === undefined ? translation.run(translation, call) : runWhen(translation, step, step.when, values, call);
  if (!scatter) return results;
  return gatherOutputs(translation, { outer: linked, inner: scope }, { step: path, scatter: scatter.path }, results);
}

function literals(step: WorkflowStep): Values {
  const found = step.in.map((input): [string, string | undefined] => [input.id, literalOf(input)]);
  return Object.fromEntries(
    found.flatMap(([id, value]): [string, StepInput][] => (value === undefined ? [] : [[id, { value }]])),
  );
}

/** Runs a process where a condition holds; where it does not, its outputs are null. */
function runWhen(translation: Translation, step: WorkflowStep, when: string, values: Values, call: Call): Values {
  const places = translation.placesOf.step(step, "when");
  const { builder } = translation;
  const { scope, path, inputs: passed } = call;
  if (call.process.class !== "Workflow") {
    const ports = Object.fromEntries(call.outputs.map((id) => [id, builder.addPort(`${path}/${id}`, scope.depth)]));
    const gated = gateInputs(translation, scope, {
      path,
      when,
      values,
      passed,
      otherwise: Object.values(ports),
      places,
    });
    return translation.run(translation, { ...call, scope: gated.scope, inputs: gated.values, ports });
  }
  // Outputs of a workflow can be ports that pass its inputs on, so nobody else may write to them.
  const skipped: PortId | undefined =
    call.outputs.length === 0 ? undefined : builder.addPort(`${path}:when/skipped`, scope.depth);
  const otherwise = skipped === undefined ? [] : [skipped];
  const gated = gateInputs(translation, scope, { path, when, values, passed, otherwise, places });
  const results = translation.run(translation, { ...call, scope: gated.scope, inputs: gated.values });
  return Object.fromEntries(
    call.outputs.map((id) => [id, firstOf(translation, gated.scope, `${path}:output:${id}`, results[id], skipped)]),
  );
}

function firstOf(
  translation: Translation,
  scope: Scope,
  path: string,
  result: StepInput | undefined,
  skipped: PortId | undefined,
): StepInput {
  const { builder } = translation;
  const done = settle(translation, scope, path, result ?? { value: null });
  const step = builder.freePath(path);
  const output = builder.addPort(`${step}/value`, scope.depth);
  const inputs = { done: { port: done }, ...(skipped !== undefined && { skipped: { port: skipped } }) };
  builder.addStep(step, {
    kind: "combine",
    method: "first",
    depth: scope.depth,
    inputs,
    order: Object.keys(inputs),
    output,
  });
  return { port: output };
}
