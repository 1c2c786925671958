import { nearestName as nearest } from "@sluice/contracts";

/** The name that was most likely meant, if one is near enough; of names that people type, also one that begins like this. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const known = [...candidates];
  return nearest(name, known) ?? (name.length < 3 ? undefined : known.find((each) => each.startsWith(name)));
}
