import { SluiceError, type Hardware, type Json } from "@sluice/contracts";
import type { CwlVersion, ResourceRequirement } from "../model/index.ts";
import { needsEvaluation } from "../expression/index.ts";
import type { ExpressionRound } from "../value/expression-round.ts";
import { numberOf } from "../value/number-of.ts";

type Resource = "cores" | "ram" | "tmpdir" | "outdir";

/** Whether a requirement can only be known with the inputs at hand. */
export function hasDynamicResources(requirement: ResourceRequirement | undefined): boolean {
  return requirement !== undefined && Object.values(requirement).some(needsEvaluation);
}

/**
 * Asks for the resources of a job; call the answer when the round is settled. What is reserved is the minimum.
 * Source: CWL v1.2, ResourceRequirement.
 */
export function askResources(
  requirement: ResourceRequirement | undefined,
  cwlVersion: CwlVersion,
  round: ExpressionRound,
): () => Required<Pick<Hardware, "cores" | "memory" | "tmpdirSize" | "outdirSize">> {
  const ask = (resource: Resource, fallback: number): (() => number) => {
    const [min, max] = ([`${resource}Min`, `${resource}Max`] as const).map((field) => ({
      field,
      answer: round.ask(requirement?.[field], { where: `ResourceRequirement.${field}` }),
    }));
    return () => {
      const [least, most] = [min, max].map((bound) => {
        const value = bound && amount(bound.field, bound.answer());
        if (bound && value !== undefined) refuseFraction(bound.field, value);
        return value;
      });
      if (least !== undefined && most !== undefined && most < least) {
        throw new SluiceError(
          "CWL_INVALID",
          `ResourceRequirement: ${resource}Max (${most}) is less than ${resource}Min (${least})`,
        );
      }
      return least ?? most ?? fallback;
    };
  };
  const refuseFraction = (field: keyof ResourceRequirement, value: number): void => {
    if (cwlVersion === "v1.2" || Number.isInteger(value) || !needsEvaluation(requirement?.[field])) return;
    const message = `ResourceRequirement.${field} is ${value}: before CWL v1.2, an expression must give a whole number`;
    throw new SluiceError("CWL_EXPRESSION", message, { hint: "Round it: Math.ceil(…)." });
  };
  const cores = ask("cores", 1);
  const memory = ask("ram", cwlVersion === "v1.0" ? 1024 : 256);
  const tmpdirSize = ask("tmpdir", 1024);
  const outdirSize = ask("outdir", 1024);
  return () => ({
    cores: cores(),
    memory: Math.ceil(memory()),
    tmpdirSize: Math.ceil(tmpdirSize()),
    outdirSize: Math.ceil(outdirSize()),
  });
}

function amount(field: string, value: Json): number | undefined {
  if (value === null) return undefined;
  const number = numberOf(value);
  if (number === undefined || number < 0) {
    throw new SluiceError(
      "CWL_EXPRESSION",
      `ResourceRequirement.${field} must be a number that is not negative, but it is ${JSON.stringify(value)}`,
    );
  }
  return number;
}
