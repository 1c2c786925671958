import {
  isDirectoryValue,
  isFileValue,
  type DataLocation,
  type Json,
  type JsonObject,
  type Location,
} from "@sluice/contracts";
import { localPath } from "../data/index.ts";
import type { JobPlaces } from "./job-places.ts";

/** A File or Directory among the inputs of a job, on this machine or another. */
export interface InputFile {
  readonly path: string;
  readonly isDirectory: boolean;
  readonly size?: number;
  readonly checksum?: string;
}

/**
 * Where the files of a job's inputs lie, as far as the job's candidates are concerned. What no job made is on the engine's own machine, and
 * everything there is on each of its locations.
 */
export function dataLocations(
  inputs: JsonObject,
  candidates: readonly { readonly locations: readonly Location[] }[],
  places: Pick<JobPlaces, "of">,
  isLocal: (place: { readonly deployment: string; readonly location: string }) => boolean,
): readonly DataLocation[] {
  const local = candidates.flatMap(({ locations }) => locations.filter((each) => each.local));
  return inputFiles(inputs).flatMap(({ path, size, checksum }): DataLocation[] => {
    const file = { path, ...(size !== undefined && { size }), ...(checksum !== undefined && { checksum }) };
    const maker = places.of(path);
    if (maker && !isLocal(maker)) return [{ ...file, ...maker, kind: "primary" }];
    return local.map(({ deployment, name }) => ({ ...file, deployment, location: name, kind: "primary" }));
  });
}

/** The Files and Directories in a value that are named by a path, without those in Directories. */
export function inputFiles(value: Json): InputFile[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(inputFiles);
  const object = value as JsonObject;
  const own = isFileValue(value) || isDirectoryValue(value) ? asInputFile(object, isDirectoryValue(value)) : undefined;
  const inner = own && isDirectoryValue(value) ? [] : Object.values(object).flatMap(inputFiles);
  return own ? [own, ...inner] : inner;
}

function asInputFile({ location, path, size, checksum }: JsonObject, isDirectory: boolean): InputFile | undefined {
  const source = location ?? path;
  const place = typeof source === "string" ? localPath(source) : undefined;
  if (place === undefined) return undefined;
  return {
    path: place,
    isDirectory,
    ...(typeof size === "number" && { size }),
    ...(typeof checksum === "string" && { checksum }),
  };
}
