import type { Json } from "@sluice/contracts";
import { needsEvaluation } from "../expression/index.ts";
import type { Faults } from "../load/document/faults.ts";
import { placeOfValue } from "../load/document/place.ts";
import type { Process } from "../model/index.ts";
import { innerPath } from "../value/file-names.ts";
import { checkNames } from "./check-names.ts";

/** Names of files that InitialWorkDirRequirement would place outside the output directory, where they are plain text. */
export function checkWorkDir(process: Process, faults: Faults): void {
  for (const requirement of [...process.requirements, ...process.hints]) {
    if (requirement.class !== "InitialWorkDirRequirement" || typeof requirement.listing === "string") continue;
    for (const entry of requirement.listing) {
      if (typeof entry !== "object" || entry === null) continue;
      checkNames(entry as unknown as Json, "InitialWorkDirRequirement", "CWL_INVALID", faults);
      if (!("entryname" in entry)) continue;
      const { entryname } = entry;
      if (typeof entryname !== "string" || innerPath(entryname) !== undefined || isLeftOpen(entryname)) continue;
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
function isLeftOpen(entryname: string): boolean {
  return entryname.startsWith("/") || needsEvaluation(entryname);
}
