import type { CwlVersion, Requirement, RequirementClass } from "../../model/index.ts";

/** What v1.1 changed the default of: v1.0 loads directories fully and lets tools use the network. */
export const impliedByV10: readonly Requirement[] = [
  { class: "LoadListingRequirement", loadListing: "deep_listing" },
  { class: "NetworkAccess", networkAccess: true },
];

/** The hints of a process, with those that its version takes for granted written out. */
export function upgradeHints(
  version: CwlVersion,
  requirements: readonly Requirement[],
  hints: readonly Requirement[],
): readonly Requirement[] {
  if (version !== "v1.0") return hints;
  const given = new Set<RequirementClass>([...requirements, ...hints].map((requirement) => requirement.class));
  return [...impliedByV10.filter((implied) => !given.has(implied.class)), ...hints];
}
