import { scatteredType, withNull } from "../../check/index.ts";
import { placed, placeOf } from "../../load/document/place.ts";
import type {
  CwlType,
  InputParameter,
  Process,
  Workflow,
  WorkflowOutputParameter,
  WorkflowStep,
  WorkflowStepInput,
} from "../../model/index.ts";
import { findStep } from "./find-step.ts";

/** A workflow of one step, whose inputs are those of the step: what else feeds it comes from the job. @throws `USAGE` */
export function singleStep(process: Process, path: string): Workflow {
  const { step, workflow, around } = findStep(process, path);
  const alone = placed({ ...step, in: placed(step.in.map(fromJob), placeOf(step.in)) }, placeOf(step));
  const { label: _label, doc: _doc, ...rest } = workflow;
  return placed(
    {
      ...rest,
      requirements: [...around.requirements.values()],
      hints: [...around.hints.values()],
      inputs: step.in.map((input) => inputFor(input, step)),
      outputs: step.out.map((name) => outputFor(name, step)),
      steps: [alone],
    },
    placeOf(step),
  );
}

/** The step's own input, linked to the input of the workflow that is called the same. */
function fromJob(input: WorkflowStepInput): WorkflowStepInput {
  const { linkMerge: _linkMerge, ...rest } = input;
  return placed({ ...rest, source: [{ input: input.id }], sourceIsList: false }, placeOf(input));
}

function inputFor(input: WorkflowStepInput, step: WorkflowStep): InputParameter {
  const parameter = step.run.inputs.find(({ id }) => id === input.id);
  const type = sinkType(input, step);
  const mayBeNull = input.default !== undefined || parameter?.default !== undefined;
  const doc = parameter?.doc ?? parameter?.label;
  return placed(
    {
      id: input.id,
      type: mayBeNull && !step.scatter.includes(input.id) ? withNull(type) : type,
      ...(doc !== undefined && { doc }),
      ...(input.default !== undefined && { default: input.default }),
    },
    placeOf(input),
  );
}

/** What may arrive at an input of a step. An expression, or what is picked of it, may take whatever it likes. */
export function sinkType(input: WorkflowStepInput, step: WorkflowStep): CwlType {
  const parameter = step.run.inputs.find(({ id }) => id === input.id);
  if (!parameter || input.valueFrom !== undefined || input.pickValue !== undefined) return ["null", "Any"];
  return step.scatter.includes(input.id) ? { type: "array", items: parameter.type } : parameter.type;
}

function outputFor(name: string, step: WorkflowStep): WorkflowOutputParameter {
  return {
    id: name,
    type: outputType(name, step),
    source: [{ step: step.id, output: name }],
    sourceIsList: false,
  };
}

/** What a step gives under a name. */
export function outputType(name: string, step: WorkflowStep): CwlType {
  const outputs: readonly { readonly id: string; readonly type: CwlType }[] = step.run.outputs;
  const type = outputs.find(({ id }) => id === name)?.type ?? ["null", "Any"];
  return scatteredType(step.when === undefined ? type : withNull(type), step);
}
