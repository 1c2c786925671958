import { normalize } from "node:path/posix";
import { needsEvaluation } from "../expression/index.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeOfValue } from "../load/document/place.ts";
import type { Process } from "../model/index.ts";

/** Names of files that InitialWorkDirRequirement would place outside the output directory, where they are plain text. */
export function checkWorkDir(process: Process, faults: Faults): void {
  for (const requirement of [...process.requirements, ...process.hints]) {
    if (requirement.class !== "InitialWorkDirRequirement" || typeof requirement.listing === "string") continue;
    for (const entry of requirement.listing) {
      if (typeof entry !== "object" || entry === null || !("entryname" in entry)) continue;
      const { entryname } = entry;
      if (typeof entryname !== "string" || needsEvaluation(entryname) || !isOutside(entryname)) continue;
      faults.add(
        "CWL_INVALID",
        `entryname ${JSON.stringify(entryname)} does not name something inside the output directory`,
        placeOfValue(entry, "entryname"),
        "Write a relative path without '..'.",
      );
    }
  }
}

/** Absolute names are another matter: containers may have them. */
function isOutside(name: string): boolean {
  const path = normalize(name).replace(/\/$/, "");
  return path === "." || path === ".." || path.startsWith("../");
}
