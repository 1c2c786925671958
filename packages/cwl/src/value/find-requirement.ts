import type { CwlVersion, LoadListing, Process, Requirement, RequirementClass } from "../model/index.ts";
import type { ExpressionScope } from "../expression/index.ts";

/** The requirements and hints that apply to a process, after inheritance from the workflow and the step around it. */
export interface EffectiveRequirements {
  readonly requirements: readonly Requirement[];
  readonly hints: readonly Requirement[];
}

/** The requirement of a class, or else the hint. */
export function findRequirement<Class extends RequirementClass>(
  effective: EffectiveRequirements,
  wanted: Class,
): Extract<Requirement, { readonly class: Class }> | undefined {
  const isWanted = (candidate: Requirement): boolean => candidate.class === wanted;
  return (effective.requirements.find(isWanted) ?? effective.hints.find(isWanted)) as
    | Extract<Requirement, { readonly class: Class }>
    | undefined;
}

const noLibrary: readonly string[] = [];

/** What expressions of a process may use. */
export function scopeOf(effective: EffectiveRequirements, cwlVersion: CwlVersion): ExpressionScope {
  const javascript = findRequirement(effective, "InlineJavascriptRequirement");
  return { javascript: javascript !== undefined, expressionLib: javascript?.expressionLib ?? noLibrary, cwlVersion };
}

/**
 * How Directory inputs are listed where the parameter does not say. v1.0 knew nothing but whole listings, which are
 * loaded then if anything in the process mentions them.
 */
export function defaultListing(
  effective: EffectiveRequirements,
  cwlVersion: CwlVersion,
  process?: Process,
): LoadListing {
  const asked = findRequirement(effective, "LoadListingRequirement");
  if (asked !== undefined || cwlVersion !== "v1.0") return asked?.loadListing ?? "no_listing";
  const isMentioned = process === undefined || JSON.stringify([process, effective]).includes("listing");
  return isMentioned ? "deep_listing" : "no_listing";
}
