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
  const { expressionLib = noLibrary, timeoutMs } = javascript ?? {};
  return {
    javascript: javascript !== undefined,
    expressionLib,
    cwlVersion,
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}

/**
 * How Directory inputs are listed where the parameter does not say. v1.0 knew nothing but whole listings, which the
 * builder of processes says in a hint; there they are loaded only where something in the process may look at them.
 */
export function defaultListing(
  effective: EffectiveRequirements,
  cwlVersion: CwlVersion,
  process: Process,
): LoadListing {
  const asked = findRequirement(effective, "LoadListingRequirement")?.loadListing;
  if (cwlVersion !== "v1.0") return asked ?? "no_listing";
  if (asked !== undefined && asked !== "deep_listing") return asked;
  return mayLookAtListings([process, effective]) ? "deep_listing" : "no_listing";
}

/** By name, or by going through everything that an object holds. */
function mayLookAtListings(parts: readonly unknown[]): boolean {
  const text = JSON.stringify(parts, (_key, value: unknown) =>
    (value as Partial<Requirement> | null)?.class === "LoadListingRequirement" ? undefined : value,
  );
  return /listing|stringify|\bObject\b|\bin\s+inputs\b/.test(text);
}
