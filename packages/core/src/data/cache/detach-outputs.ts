import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDirectoryValue, isFileValue, type Json, type JsonObject, isExactNumber } from "@sluice/contracts";
import { localPath } from "../local-path.ts";

/** Outputs without their places, and what has to be brought along to give them places again. */
export interface DetachedOutputs {
  /** Locations of files are paths below the folder that the sources are copied to. */
  readonly outputs: JsonObject;
  /** Absolute paths, each with where it goes below that folder. */
  readonly sources: readonly { readonly path: string; readonly target: string }[];
}

/** Stands in front of the path below the folder. No other value has a location that begins like this. */
const scheme = "sluice-cache:";

/** Takes outputs off the places that their files have now. What is not on this machine keeps its location. */
export function detachOutputs(outputs: JsonObject): DetachedOutputs {
  const sources: { path: string; target: string }[] = [];
  const held = new Map<string, { readonly target: string; readonly directory: boolean }>();
  const targetOf = (path: string, directory: boolean): string => {
    const known = held.get(path);
    if (known) return known.target;
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const above = held.get(path.slice(0, end));
      if (above?.directory === true) return above.target + path.slice(end);
    }
    const target = `${sources.length}/${basename(path)}`;
    sources.push({ path, target });
    held.set(path, { target, directory });
    return target;
  };
  const detached = mapData(outputs, (data) => {
    const place = data["location"] ?? data["path"];
    const path = typeof place === "string" ? localPath(place) : undefined;
    if (path === undefined) return data;
    const { path: _path, dirname: _dirname, ...rest } = data;
    return { ...rest, location: scheme + targetOf(path.replace(/(?<=.)\/+$/, ""), isDirectoryValue(data)) };
  });
  return { outputs: detached as JsonObject, sources };
}

/** Gives outputs the places that their files have in `folder`. */
export function attachOutputs(outputs: JsonObject, folder: string): JsonObject {
  const attached = mapData(outputs, (data) => {
    const { location } = data;
    if (typeof location !== "string" || !location.startsWith(scheme)) return data;
    return { ...data, location: pathToFileURL(join(folder, location.slice(scheme.length))).href };
  });
  return attached as JsonObject;
}

/** Changes every File and Directory, the outer one before those in it. */
function mapData(value: Json, change: (data: JsonObject) => JsonObject): Json {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => mapData(item, change));
  const object = isFileValue(value) || isDirectoryValue(value) ? change(value) : (value as JsonObject);
  return Object.fromEntries(Object.entries(object).map(([name, field]) => [name, mapData(field, change)]));
}
