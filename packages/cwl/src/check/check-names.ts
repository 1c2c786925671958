import { isEntryName, isExactNumber, type ErrorCode, type Json, type JsonObject } from "@sluice/contracts";
import type { Faults } from "../load/document/faults.ts";
import { placeOf, placeOfValue } from "../load/document/place.ts";

/**
 * Names that no file can have, of the Files and Directories anywhere in a value that is written down, and listings that are none.
 * `what`: whose value it is, for the message.
 */
export function checkNames(value: Json, what: string, code: ErrorCode, faults: Faults): void {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return;
  if (isData(value)) {
    const kind = value["class"] as string;
    const { basename } = value;
    if (basename !== undefined && basename !== null && !(typeof basename === "string" && isEntryName(basename))) {
      const message = `${what}: ${JSON.stringify(basename)} cannot be the basename of a ${kind}`;
      faults.add(code, message, placeOfValue(value, "basename") ?? placeOf(value), "Write a plain name, without '/'.");
    }
    for (const field of ["listing", "secondaryFiles"]) {
      const parts = value[field] ?? [];
      if (Array.isArray(parts) && (parts as readonly Json[]).every(isData)) continue;
      const message = `${what}: the ${field} of a ${kind} must be a list of Files and Directories`;
      faults.add(code, message, placeOfValue(value, field) ?? placeOf(value));
    }
  }
  for (const part of Object.values(value)) checkNames(part, what, code, faults);
}

function isData(value: Json): value is JsonObject {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return false;
  const kind = (value as JsonObject)["class"];
  return kind === "File" || kind === "Directory";
}
