import type { Json, JsonObject } from "@sluice/contracts";
import type { CwlVersion, Requirement } from "../model/index.ts";

/** Later versions have these classes; for v1.0 the loader adds them where it finds none. */
const impliedInV10: ReadonlySet<string> = new Set(["LoadListingRequirement", "NetworkAccess"]);

/** Requirements or hints as a document has them, and `more`. Types need no definitions any more: they are written out. */
export function writeRequirements(
  requirements: readonly Requirement[],
  { version, more = [] }: { readonly version?: CwlVersion; readonly more?: readonly JsonObject[] } = {},
): Json | undefined {
  const written = requirements.filter(
    (requirement) =>
      requirement.class !== "SchemaDefRequirement" && !(version === "v1.0" && impliedInV10.has(requirement.class)),
  );
  const all = [...(written as unknown as readonly JsonObject[]), ...more];
  return all.length > 0 ? all : undefined;
}
