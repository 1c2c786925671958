import type { Json, JsonObject } from "./json.ts";

/**
 * A file as a value. The keys are those of CWL's File, which all front-ends share; keys not named here are kept.
 * Source: CWL v1.2 Command Line Tool Description, File.
 */
export interface FileValue extends JsonObject {
  readonly class: "File";
}

/** A directory as a value. Source: CWL v1.2 Command Line Tool Description, Directory. */
export interface DirectoryValue extends JsonObject {
  readonly class: "Directory";
}

/** Whether a value is a File. */
export function isFileValue(value: Json | undefined): value is FileValue {
  return typeof value === "object" && value !== null && (value as JsonObject)["class"] === "File";
}

/** Whether a value is a Directory. */
export function isDirectoryValue(value: Json | undefined): value is DirectoryValue {
  return typeof value === "object" && value !== null && (value as JsonObject)["class"] === "Directory";
}

/** Whether a name can stand for one entry of a folder. What is not well-formed Unicode could not be written as it is. */
export function isEntryName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\0]/.test(name) && name.isWellFormed();
}
