import type {
  CommandLineTool,
  ExpressionTool,
  InputParameter,
  LinkSource,
  Process,
  Workflow,
  WorkflowOutputParameter,
  WorkflowStep,
  WorkflowStepInput,
} from "../../src/model/index.ts";

const base = { cwlVersion: "v1.2", requirements: [], hints: [] } as const;

const input = (id: string): InputParameter => ({ id, type: "Any" });

export function tool(
  id: string,
  inputs: readonly string[],
  outputs: readonly string[],
  rest: Partial<CommandLineTool> = {},
): CommandLineTool {
  return {
    ...base,
    class: "CommandLineTool",
    id: `file:///doc/${id}.cwl`,
    inputs: inputs.map(input),
    outputs: outputs.map((name) => ({ id: name, type: "Any" })),
    baseCommand: ["true"],
    arguments: [],
    successCodes: [],
    temporaryFailCodes: [],
    permanentFailCodes: [],
    ...rest,
  };
}

export function expressionTool(id: string, inputs: readonly string[], outputs: readonly string[]): ExpressionTool {
  return {
    ...base,
    class: "ExpressionTool",
    id: `file:///doc/${id}.cwl`,
    inputs: inputs.map(input),
    outputs: outputs.map((name) => ({ id: name, type: "Any" })),
    expression: "$({})",
  };
}

/** `x` is an input of the workflow, `step/x` an output of a step. */
export function source(text: string): LinkSource {
  const [step, output] = text.split("/") as [string, string?];
  return output === undefined ? { input: text } : { step, output };
}

export function link(
  id: string,
  from: string | readonly string[] | undefined,
  rest: Partial<WorkflowStepInput> = {},
): WorkflowStepInput {
  const names = from === undefined ? [] : typeof from === "string" ? [from] : from;
  return { id, source: names.map(source), sourceIsList: typeof from === "object", ...rest };
}

export function output(
  id: string,
  from: string | readonly string[] | undefined,
  rest: Partial<WorkflowOutputParameter> = {},
): WorkflowOutputParameter {
  return { type: "Any", ...link(id, from), ...rest };
}

export function step(
  id: string,
  run: Process,
  links: readonly WorkflowStepInput[],
  rest: Partial<WorkflowStep> = {},
): WorkflowStep {
  return {
    id,
    run,
    in: links,
    out: run.outputs.map((each) => each.id),
    scatter: [],
    requirements: [],
    hints: [],
    ...rest,
  };
}

export function workflow(
  inputs: readonly (string | InputParameter)[],
  steps: readonly WorkflowStep[],
  outputs: readonly WorkflowOutputParameter[],
  rest: Partial<Workflow> = {},
): Workflow {
  return {
    ...base,
    class: "Workflow",
    id: "file:///doc/flow.cwl",
    inputs: inputs.map((each) => (typeof each === "string" ? input(each) : each)),
    steps,
    outputs,
    ...rest,
  };
}
