import { SluiceError } from "@sluice/contracts";
import type { Requirement } from "../model/index.ts";
import type { ExpressionRound } from "../value/expression-round.ts";
import { numberOf } from "../value/number-of.ts";

/** Asks for the time limit in seconds; undefined means none. Source: CWL v1.2, ToolTimeLimit. */
export function askTimeLimit(
  requirement: Extract<Requirement, { readonly class: "ToolTimeLimit" }> | undefined,
  round: ExpressionRound,
): () => number | undefined {
  const answer = round.ask(requirement?.timelimit, { where: "ToolTimeLimit.timelimit" });
  return () => {
    const limit = answer();
    const seconds = numberOf(limit);
    if (limit === null || seconds === 0) return undefined;
    if (seconds !== undefined && seconds > 0) return seconds;
    throw new SluiceError(
      "CWL_EXPRESSION",
      `ToolTimeLimit.timelimit must be a number of seconds, but it is ${JSON.stringify(limit)}`,
    );
  };
}
