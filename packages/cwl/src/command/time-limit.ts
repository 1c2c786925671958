import { SluiceError } from "@sluice/contracts";
import type { Requirement } from "../model/index.ts";
import type { ExpressionRound } from "../value/expression-round.ts";

/** Asks for the time limit in seconds; undefined means none. Source: CWL v1.2, ToolTimeLimit. */
export function askTimeLimit(
  requirement: Extract<Requirement, { readonly class: "ToolTimeLimit" }> | undefined,
  round: ExpressionRound,
): () => number | undefined {
  const answer = round.ask(requirement?.timelimit, { where: "ToolTimeLimit.timelimit" });
  return () => {
    const limit = answer();
    if (limit === null || limit === 0) return undefined;
    if (typeof limit === "number" && limit > 0) return limit;
    throw new SluiceError(
      "CWL_EXPRESSION",
      `ToolTimeLimit.timelimit must be a number of seconds, but it is ${JSON.stringify(limit)}`,
    );
  };
}
