import type { CommandLineTool, ExpressionTool, Requirement } from "../../src/model/index.ts";
import type { CommandLineToolParams, ExpressionToolParams } from "../../src/operation/index.ts";

export const javascript: Requirement = { class: "InlineJavascriptRequirement", expressionLib: [] };
export const shellCommand: Requirement = { class: "ShellCommandRequirement" };

/** A tool as the loader would make it. */
export function tool(fields: Partial<CommandLineTool>): CommandLineTool {
  return {
    class: "CommandLineTool",
    id: "file:///tool.cwl",
    cwlVersion: "v1.2",
    requirements: [],
    hints: [],
    inputs: [],
    outputs: [],
    baseCommand: [],
    arguments: [],
    successCodes: [],
    temporaryFailCodes: [],
    permanentFailCodes: [],
    ...fields,
  };
}

export function toolParams(
  fields: Partial<CommandLineTool>,
  requirements: readonly Requirement[] = [],
  hints: readonly Requirement[] = [],
): CommandLineToolParams {
  return { process: tool(fields), requirements, hints };
}

export function expressionParams(fields: Partial<ExpressionTool>): ExpressionToolParams {
  return {
    process: {
      class: "ExpressionTool",
      id: "file:///expression.cwl",
      cwlVersion: "v1.2",
      requirements: [],
      hints: [],
      inputs: [],
      outputs: [],
      expression: "",
      ...fields,
    },
    requirements: [javascript],
    hints: [],
  };
}
