import type { Json, JsonObject } from "@sluice/contracts";
import { impliedByV10 } from "../load/build/upgrade.ts";
import { extensionIri } from "../load/salad/v1-0-extensions.ts";
import type { CwlVersion, Requirement } from "../model/index.ts";

/** Requirements as a document of a version has them, and `more`. Types are defined by what uses them. */
export function writeRequirements(
  requirements: readonly Requirement[],
  version: CwlVersion,
  more: readonly JsonObject[] = [],
): Json | undefined {
  const written = requirements
    .filter((requirement) => requirement.class !== "SchemaDefRequirement")
    .map((requirement) => ({ ...requirement, class: extensionIri(requirement.class, version) ?? requirement.class }));
  const all = [...(written as unknown as readonly JsonObject[]), ...more];
  return all.length > 0 ? all : undefined;
}

/** Likewise for hints, without those that the loader adds where it finds none. */
export function writeHints(hints: readonly Requirement[], version: CwlVersion): Json | undefined {
  if (version !== "v1.0") return writeRequirements(hints, version);
  const implied = new Set(impliedByV10.map((each) => JSON.stringify(each)));
  const given = hints.filter((hint) => !implied.has(JSON.stringify(hint)));
  return writeRequirements(given, version);
}
