export { checkLibrarySyntax, templateFaults, type ExpressionFault } from "./check-syntax.ts";
export {
  createExpressionEvaluator,
  type Evaluation,
  type EvaluationRequest,
  type ExpressionEvaluator,
  type ExpressionLimits,
  type ExpressionScope,
} from "./expression-evaluator.ts";
export { interpolatedText } from "./interpolated-text.ts";
export {
  evaluateReference,
  parseParameterReference,
  type ExpressionContext,
  type ParameterReference,
} from "./parameter-reference.ts";
export {
  holdsScript,
  needsEvaluation,
  parseTemplate,
  shorten,
  type ExpressionPart,
  type Template,
} from "./template.ts";
export { unknownInputs } from "./unknown-inputs.ts";
