import type { Operation } from "@sluice/contracts";
import type { ExpressionEvaluator } from "../expression/index.ts";
import { exactFormats, type FormatChecker } from "../value/check-format.ts";
import { commandLineToolOperation } from "./command-line-tool.ts";
import { expressionToolOperation } from "./expression-tool.ts";
import { linkOperation } from "./link.ts";
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
    "cwl.command-line-tool": commandLineToolOperation(evaluator, formats),
    "cwl.expression-tool": expressionToolOperation(evaluator, formats),
    "cwl.link": linkOperation(),
    "cwl.step-inputs": stepInputsOperation(evaluator),
    "cwl.when": whenOperation(evaluator),
  };
}
