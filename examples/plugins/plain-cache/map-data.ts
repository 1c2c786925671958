import { fileURLToPath } from "node:url";
import {
  isExactNumber,
  isDirectoryValue,
  isFileValue,
  type DirectoryValue,
  type FileValue,
  type Json,
  type JsonObject,
} from "@sluice/contracts";

/** A value that stands for data on a disk. */
export type Data = FileValue | DirectoryValue;

/** Changes every File and Directory of a value, those inside of others first. */
export function mapData(value: JsonObject, change: (data: Data) => JsonObject): JsonObject {
  const walk = (each: Json): Json => {
    if (typeof each !== "object" || each === null || isExactNumber(each)) return each;
    if (Array.isArray(each)) return (each as readonly Json[]).map(walk);
    const fields = Object.fromEntries(Object.entries(each).map(([name, field]) => [name, walk(field)]));
    return isFileValue(fields) || isDirectoryValue(fields) ? change(fields) : fields;
  };
  return walk(value) as JsonObject;
}

/** The path of what is on this machine. */
export function placeOf(data: Data): string | undefined {
  const place = data["location"] ?? data["path"];
  if (typeof place !== "string") return undefined;
  if (place.startsWith("/")) return place;
  return place.startsWith("file:") ? fileURLToPath(place) : undefined;
}
