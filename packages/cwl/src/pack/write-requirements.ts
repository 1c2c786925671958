import type { Json } from "@sluice/contracts";
import type { CwlVersion, Requirement } from "../model/index.ts";

/** Later versions have these classes; for v1.0 the loader adds them where it finds none. */
const impliedInV10: ReadonlySet<string> = new Set(["LoadListingRequirement", "NetworkAccess"]);

/** Requirements or hints as a document has them. Types need no definitions any more: they are written out. */
export function writeRequirements(requirements: readonly Requirement[], version?: CwlVersion): Json | undefined {
  const written = requirements.filter(
    (requirement) =>
      requirement.class !== "SchemaDefRequirement" && !(version === "v1.0" && impliedInV10.has(requirement.class)),
  );
  return written.length > 0 ? (written as unknown as Json) : undefined;
}
