import { isDirectoryValue, isFileValue, type Json, type JsonObject, isExactNumber } from "@sluice/contracts";

/** A File or Directory that is still being completed: a private copy, so that it may be written to. */
export interface FileDraft {
  class: "File" | "Directory";
  location?: string;
  path?: string;
  basename?: string;
  dirname?: string;
  nameroot?: string;
  nameext?: string;
  size?: number;
  checksum?: string;
  contents?: string;
  format?: string;
  secondaryFiles?: FileDraft[];
  listing?: FileDraft[];
  [key: string]: unknown;
}

/** Whether a value is a File or a Directory. */
export function isFileOrDirectory(value: Json | undefined): boolean {
  return isFileValue(value) || isDirectoryValue(value);
}

/** Sees the drafts of a value that {@link draftFiles} copied. The caller promises that it did. */
export function asDraft(value: Json | undefined): FileDraft | undefined {
  return isFileOrDirectory(value) ? (value as unknown as FileDraft) : undefined;
}

/** A draft as a value. */
export function asValue(draft: FileDraft): JsonObject {
  return draft as unknown as JsonObject;
}

/** Whether a File or Directory is anywhere in a value. */
export function holdsFiles(value: Json): boolean {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return false;
  if (Array.isArray(value)) return (value as readonly Json[]).some(holdsFiles);
  return isFileOrDirectory(value) || Object.values(value).some(holdsFiles);
}

/** A copy in which every File and Directory may be written to; values without any are returned as they are. */
export function draftFiles(value: Json): Json {
  return holdsFiles(value) ? copy(value) : value;
}

/** Unlike structuredClone, it gives one copy for each occurrence: a File that is an input twice is staged twice. */
function copy(value: Json): Json {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(copy);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, copy(field)]));
}

/** Calls back for each File and Directory, the outer one before those in its `secondaryFiles` and `listing`. */
export function visitFiles(
  value: Json,
  visit: (draft: FileDraft, parent?: FileDraft) => void,
  parent?: FileDraft,
): void {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) visitFiles(item, visit, parent);
    return;
  }
  const draft = asDraft(value);
  if (draft === undefined) {
    for (const field of Object.values(value)) visitFiles(field, visit, parent);
    return;
  }
  visit(draft, parent);
  for (const nested of [draft.secondaryFiles, draft.listing]) {
    if (Array.isArray(nested)) visitFiles(nested as unknown as Json, visit, draft);
  }
}

/** Calls back for the outermost Files and Directories only. */
export function visitOuterFiles(value: Json, visit: (draft: FileDraft) => void): void {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return;
  const draft = asDraft(value);
  if (draft !== undefined) visit(draft);
  else if (Array.isArray(value)) for (const item of value as readonly Json[]) visitOuterFiles(item, visit);
  else for (const field of Object.values(value)) visitOuterFiles(field, visit);
}
