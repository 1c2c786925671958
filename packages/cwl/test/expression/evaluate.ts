import type { Json, JsonObject } from "@sluice/contracts";
import type { Evaluation, ExpressionEvaluator, ExpressionScope } from "../../src/expression/index.ts";

export const javascript: ExpressionScope = { javascript: true, expressionLib: [], cwlVersion: "v1.2" };
export const references: ExpressionScope = { javascript: false, expressionLib: [], cwlVersion: "v1.2" };

/** What a test wants to vary; everything else is empty. */
export interface Variation extends Omit<Evaluation, "expression"> {
  readonly scope?: ExpressionScope;
  readonly inputs?: JsonObject;
  readonly runtime?: JsonObject;
  readonly timeoutMs?: number;
  readonly memoryBytes?: number;
}

/** Evaluates one string. */
export async function evaluateOne(
  evaluator: ExpressionEvaluator,
  expression: string,
  variation: Variation = {},
): Promise<Json> {
  const { scope = javascript, inputs = {}, runtime = {}, timeoutMs, memoryBytes, ...evaluation } = variation;
  const limits = { ...(timeoutMs !== undefined && { timeoutMs }), ...(memoryBytes !== undefined && { memoryBytes }) };
  const [value] = await evaluator.evaluateAll({
    scope,
    inputs,
    runtime,
    evaluations: [{ expression, ...evaluation }],
    ...limits,
  });
  return value ?? null;
}

/** The `CODE: message` of an evaluation that must fail, or its value as JSON. */
export async function outcomeOf(
  evaluator: ExpressionEvaluator,
  expression: string,
  variation: Variation = {},
): Promise<string> {
  try {
    return JSON.stringify(await evaluateOne(evaluator, expression, variation));
  } catch (thrown) {
    const { code, message } = thrown as { code: string; message: string };
    return `${code}: ${message}`;
  }
}
