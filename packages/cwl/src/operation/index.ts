import type { Operation } from "@sluice/contracts";
import type { ExpressionEvaluator } from "../expression/index.ts";
import { exactFormats, type FormatChecker } from "../value/check-format.ts";
import { expressionsOf, stepInputTexts, type ModelText } from "../value/model-expressions.ts";
import { commandLineToolOperation } from "./command-line-tool.ts";
import { expressionToolOperation } from "./expression-tool.ts";
import { linkOperation } from "./link.ts";
import { locatedOperation } from "./located-operation.ts";
import type { CommandLineToolParams, ExpressionToolParams, StepInputsParams, WhenParams } from "./params.ts";
import { remoteOperation } from "./remote-operation.ts";
import { stepInputsOperation } from "./step-inputs.ts";
import { whenOperation } from "./when.ts";

export type * from "./params.ts";
export type { FormatChecker } from "../value/check-format.ts";

export interface CwlOperationOptions {
  /** Not closed by the operations. */
  readonly evaluator: ExpressionEvaluator;
  /** Decides about `format`. Default: IRIs are compared as they are. */
  readonly formats?: FormatChecker;
}

/** The operations of the CWL front-end, by the names that graphs refer to. */
export function createCwlOperations({
  evaluator,
  formats = exactFormats,
}: CwlOperationOptions): Record<string, Operation> {
  return {
    "cwl.command-line-tool": remoteOperation(locatedOperation(commandLineToolOperation(evaluator, formats), toolTexts)),
    "cwl.expression-tool": remoteOperation(locatedOperation(expressionToolOperation(evaluator, formats), toolTexts)),
    "cwl.link": locatedOperation(linkOperation(), () => []),
    "cwl.step-inputs": remoteOperation(
      locatedOperation(stepInputsOperation(evaluator), ({ inputs }: StepInputsParams) =>
        textsOf(stepInputTexts(inputs)),
      ),
    ),
    "cwl.when": remoteOperation(locatedOperation(whenOperation(evaluator), ({ when }: WhenParams) => [when])),
  };
}

function toolTexts({ process }: CommandLineToolParams | ExpressionToolParams): string[] {
  return textsOf(expressionsOf(process));
}

function textsOf(texts: Iterable<ModelText>): string[] {
  return [...texts].map(({ text }) => text);
}
