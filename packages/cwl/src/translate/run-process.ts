import { SluiceError } from "@sluice/contracts";
import type { ExpressionTool, Operation } from "../model/index.ts";
import { translateTool } from "./translate-tool.ts";
import { translateWorkflow } from "./translate-workflow.ts";
import type { Call, Translation, Values } from "./translation.ts";

/** Translates what a step runs, whatever class of process it is. */
export function runProcess(translation: Translation, call: Call): Values {
  const { process } = call;
  switch (process.class) {
    case "CommandLineTool":
    case "ExpressionTool":
      return translateTool(translation, process, call);
    case "Workflow":
      return translateWorkflow(translation, process, call);
    case "Operation":
      if (translation.drawing) return translateTool(translation, asTool(process), call);
      throw new SluiceError("CWL_UNSUPPORTED", `${call.path} is an abstract Operation, which cannot be run`, {
        position: translation.positionOf(process),
        hint: "Give the step a CommandLineTool, ExpressionTool or Workflow to run.",
      });
  }
}

/** An Operation as it is drawn: a tool of the same inputs and outputs. */
function asTool(operation: Operation): ExpressionTool {
  return { ...operation, class: "ExpressionTool", expression: "null" };
}
