import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonSchema } from "@sluice/contracts";

/** The schema in a file of a package; undefined when it is not known where the package is. */
export function readSchema(path: string, folder: string | undefined): JsonSchema | undefined {
  return folder === undefined ? undefined : (JSON.parse(readFileSync(join(folder, path), "utf8")) as JsonSchema);
}
