import type { Faults } from "../load/document/faults.ts";
import { placeOfValue } from "../load/document/place.ts";
import type { Process } from "../model/index.ts";

/** A time limit below zero ends every job. Source: CWL v1.2, ToolTimeLimit. */
export function checkTimeLimit(process: Process, faults: Faults): void {
  for (const requirement of process.requirements) {
    if (requirement.class !== "ToolTimeLimit") continue;
    const { timelimit } = requirement;
    if (typeof timelimit !== "number" || timelimit >= 0) continue;
    const place = placeOfValue(requirement, "timelimit");
    faults.add("CWL_INVALID", `timelimit must be a number of seconds, not ${timelimit}`, place, "0 means no limit.");
  }
}
