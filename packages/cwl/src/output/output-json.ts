import {
  maxValueDepth,
  nestsDeeper,
  SluiceError,
  type Json,
  type JsonObject,
  type LocationFiles,
  parseJson,
} from "@sluice/contracts";
import { isPlainObject } from "../value/fits-type.ts";
import { visitFiles } from "../value/file-draft.ts";
import { fileUri } from "../value/file-uri.ts";
import type { OutputPlaces } from "./output-places.ts";

const name = "cwl.output.json";
/** It holds what outputs are, not their data. */
const maxBytes = 64 * 1024 * 1024;

/**
 * What a tool wrote to `cwl.output.json`, or undefined when it did not. Relative locations are relative to the output
 * directory. Source: CWL v1.2, Output binding.
 */
export async function readOutputJson(places: OutputPlaces, files: LocationFiles): Promise<JsonObject | undefined> {
  const { outdir } = places;
  const path = `${outdir}/${name}`;
  // A link would have the engine read what the job itself may not.
  const [found] = await places.look([path]);
  if (found?.stat.type !== "file") return undefined;
  if (found.stat.size > maxBytes)
    throw new SluiceError("CWL_OUTPUT_INVALID", `${name} is larger than ${maxBytes / 1024 ** 2} MiB`);
  const [text = ""] = await files.read({ paths: [path], limit: found.stat.size });
  const value = parse(text);
  if (nestsDeeper(value, maxValueDepth))
    throw new SluiceError("CWL_OUTPUT_INVALID", `${name} nests deeper than ${maxValueDepth} levels`);
  if (!isPlainObject(value))
    throw new SluiceError("CWL_OUTPUT_INVALID", `${name} must hold an object that names the outputs`);
  visitFiles(value, (draft) => {
    if (typeof draft.location === "string" && draft.path === undefined)
      draft.location = resolveLocation(draft.location, outdir);
  });
  return value;
}

function parse(text: string): Json {
  try {
    return parseJson(text) as Json;
  } catch (cause) {
    throw new SluiceError("CWL_OUTPUT_INVALID", `${name} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
}

function resolveLocation(location: string, outdir: string): string {
  if (location.startsWith("/")) return fileUri(location);
  try {
    return new URL(location, `${fileUri(outdir)}/`).href;
  } catch (cause) {
    throw new SluiceError("CWL_OUTPUT_INVALID", `${JSON.stringify(location)} in ${name} is not a location`, { cause });
  }
}
