import type { Json } from "@sluice/contracts";
import { needsEvaluation } from "../expression/template.ts";
import type { WorkflowStepInput } from "../model/index.ts";
import type { ComputedInput } from "../operation/params.ts";
import { expressionScope } from "./expression-scope.ts";
import type { Scope, Translation, Values } from "./translation.ts";
import { waitFor } from "./wait-for.ts";

/** Whether an input's value must be computed for each job: an expression, or files to look into or for. */
export function isComputed(input: ComputedInput): boolean {
  if (input.valueFrom !== undefined) return needsEvaluation(input.valueFrom);
  return (
    input.loadContents === true ||
    input.loadListing !== undefined ||
    input.secondaryFiles !== undefined ||
    input.type !== undefined
  );
}

/** The value of a step input whose `valueFrom` is plain text. */
export function literalOf(input: WorkflowStepInput): string | undefined {
  return input.valueFrom === undefined || needsEvaluation(input.valueFrom) ? undefined : input.valueFrom;
}

/**
 * Adds a `cwl.step-inputs` step, which evaluates the expressions of all inputs in one round trip: each sees the values
 * that the others have before it. Inputs that it does not change pass by it.
 * `places` says where the inputs stand in their document.
 * @returns the inputs after it
 */
export function computeInputs(
  translation: Translation,
  scope: Scope,
  path: string,
  inputs: readonly ComputedInput[],
  values: Values,
  places?: object,
): Values {
  const { builder } = translation;
  const step = builder.freePath(path);
  const outputs = Object.fromEntries(
    inputs.filter(isComputed).map(({ id }) => [id, builder.addPort(`${step}/${id}`, scope.depth)]),
  );
  builder.addStep(step, {
    kind: "transform",
    depth: scope.depth,
    inputs: values,
    ...waitFor(translation, scope, values),
    outputs,
    operation: {
      name: "cwl.step-inputs",
      version: 1,
      params: {
        inputs: inputs.filter(isComputed).map(withoutLink) as unknown as Json,
        scope: expressionScope(translation, scope.requirements, scope.cwlVersion),
        ...(translation.isRemote(scope.uri) && { remote: true }),
        ...(places && { places: places as Json & object }),
      },
    },
  });
  return { ...values, ...Object.fromEntries(Object.entries(outputs).map(([id, port]) => [id, { port }])) };
}

/** What has been done already is not done again: an element that is null stays null, whatever the default for the list. */
function withoutLink(input: ComputedInput): ComputedInput {
  const { default: _default, linkMerge: _linkMerge, pickValue: _pickValue, ...rest } = input;
  return { ...rest, source: [], sourceIsList: false };
}
