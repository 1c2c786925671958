import type { Json, JsonObject } from "@sluice/contracts";
import {
  needsEvaluation,
  type Evaluation,
  type ExpressionEvaluator,
  type ExpressionScope,
} from "../expression/index.ts";

/** What the expressions of one job see. */
export interface ExpressionSession {
  readonly evaluator: ExpressionEvaluator;
  readonly scope: ExpressionScope;
  readonly inputs: JsonObject;
  readonly runtime: JsonObject;
  readonly signal: AbortSignal;
}

/** An answer that is there once its round is over. */
export type Answer = () => Json;

/** Expressions that are evaluated together, in one round trip; without any, there is none. */
export interface ExpressionRound {
  /** Takes a value of the document: an expression is evaluated, anything else is its own answer. */
  ask(value: Json | undefined, about: Omit<Evaluation, "expression">): Answer;
  settle(): Promise<void>;
}

export function createExpressionRound(session: ExpressionSession): ExpressionRound {
  const evaluations: Evaluation[] = [];
  let results: readonly Json[] = [];
  return {
    ask(value, about) {
      if (!needsEvaluation(value)) return () => value ?? null;
      const index = evaluations.push({ expression: value, ...about }) - 1;
      return () => results[index] ?? null;
    },
    async settle() {
      if (evaluations.length === 0) return;
      const { evaluator, scope, inputs, runtime, signal } = session;
      results = await evaluator.evaluateAll({ scope, inputs, runtime, evaluations, signal });
    },
  };
}
