import { SluiceError, type StepInput } from "@sluice/contracts";
import type { Workflow } from "../model/index.ts";
import { placesAt } from "../value/source-places.ts";
import { inherit } from "./effective-requirements.ts";
import { filesWanted } from "./files-wanted.ts";
import { linkSources, type Resolve } from "./link-sources.ts";
import { orderSteps } from "./order-steps.ts";
import { computeInputs } from "./step-inputs.ts";
import { translateStep } from "./translate-step.ts";
import type { Call, Scope, Translation, Values } from "./translation.ts";
import { portsOf } from "./wait-for.ts";

/** A workflow has no step of its own: its steps become part of the graph around it. */
export function translateWorkflow(translation: Translation, workflow: Workflow, call: Call): Values {
  const outer: Scope = {
    ...call.scope,
    path: call.path,
    requirements: inherit(call.scope.requirements, workflow),
    cwlVersion: workflow.cwlVersion,
    uri: workflow.id,
  };
  const inputs = enter(translation, outer, workflow, call);
  // A step starts when all its links have a value, also those that the workflow inside it does not use.
  const unused = Object.entries(inputs).filter(([id]) => !usedInputs(workflow).has(id));
  const waits = call.path === "" ? [] : portsOf(Object.fromEntries(unused));
  const scope: Scope = { ...outer, waits: [...new Set([...outer.waits, ...waits])] };

  const results = new Map<string, Values>();
  const resolve: Resolve = (source) => {
    const value = "input" in source ? inputs[source.input] : results.get(source.step)?.[source.output];
    if (value) return value;
    const name = "input" in source ? source.input : `${source.step}/${source.output}`;
    throw new SluiceError("CWL_REFERENCE", `${name} is no input or step output of ${workflow.id}`);
  };
  for (const step of orderSteps(workflow.steps, workflow.id)) {
    results.set(step.id, translateStep(translation, scope, step, resolve));
  }
  const wanted = new Set(call.outputs);
  return Object.fromEntries(
    workflow.outputs
      .filter(({ id }) => wanted.has(id))
      .map((output) => [
        output.id,
        linkSources(translation, scope, helperPath(scope, "output", output.id), output, resolve),
      ]),
  );
}

/** The workflow's inputs inside it: defaults replace null, and files are looked into or for where the input asks for it. */
function enter(translation: Translation, scope: Scope, workflow: Workflow, call: Call): Record<string, StepInput> {
  const entered = workflow.inputs.map((input): [string, StepInput] => {
    const given = call.inputs[input.id] ?? { value: null };
    if (call.prepared === true || input.default === undefined) return [input.id, given];
    const sink = { source: [{ input: input.id }], sourceIsList: false, default: input.default };
    return [input.id, linkSources(translation, scope, helperPath(scope, "default", input.id), sink, () => given)];
  });
  const values = Object.fromEntries(entered);
  for (const input of workflow.inputs) {
    const load = call.prepared === true ? undefined : filesWanted(input);
    const value = values[input.id];
    if (!load || !value || "value" in value) continue;
    const path = helperPath(scope, "load", input.id);
    const position = translation.positionOf(input);
    const places = position && placesAt(position);
    Object.assign(values, computeInputs(translation, scope, path, [load], { [input.id]: value }, places));
  }
  return values;
}

function usedInputs(workflow: Workflow): Set<string> {
  const sinks = [...workflow.steps.flatMap((step) => step.in), ...workflow.outputs];
  return new Set(sinks.flatMap((sink) => sink.source).flatMap((source) => ("input" in source ? [source.input] : [])));
}

function helperPath(scope: Scope, role: string, name: string): string {
  return `${scope.path === "" ? "/" : scope.path}:${role}:${name}`;
}
