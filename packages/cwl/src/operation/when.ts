import { SluiceError, type ValueOperation } from "@sluice/contracts";
import type { ExpressionEvaluator } from "../expression/index.ts";
import { valueText } from "../value/type-text.ts";
import type { WhenParams } from "./params.ts";
import { completeStepInputs } from "./step-files.ts";

/** Decides whether a step runs. Parameters: {@link WhenParams}. */
export function whenOperation(evaluator: ExpressionEvaluator): ValueOperation {
  return {
    kind: "value",
    version: 1,
    async evaluate(input) {
      const { when, scope } = input.params as unknown as WhenParams;
      const inputs = await completeStepInputs(input.inputs);
      const evaluations = [{ expression: when, where: "when" }];
      const [result = null] = await evaluator.evaluateAll({
        scope,
        inputs,
        runtime: {},
        evaluations,
        signal: input.signal,
      });
      if (typeof result === "boolean") return { result };
      throw new SluiceError(
        "CWL_EXPRESSION",
        `when must yield true or false, but it is ${valueText(result)}: ${when.trim()}`,
      );
    },
  };
}
