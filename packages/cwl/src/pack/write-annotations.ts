import type { Json, JsonObject } from "@sluice/contracts";
import type { FileAnnotations, SecondaryFileSchema } from "../model/index.ts";
import { compact } from "./compact.ts";

/** What is said of files, but for their contents. */
export function writeAnnotations(annotations: FileAnnotations, isOld: boolean): JsonObject {
  return compact({
    secondaryFiles: annotations.secondaryFiles?.map((schema) => writeSecondaryFile(schema, isOld)),
    format: annotations.format,
    streamable: annotations.streamable,
    loadListing: annotations.loadListing,
  });
}

function writeSecondaryFile({ pattern, required }: SecondaryFileSchema, isOld: boolean): Json {
  return isOld ? pattern : compact({ pattern, required });
}
