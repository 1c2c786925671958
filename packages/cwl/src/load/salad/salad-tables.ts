import type { CwlVersion } from "../../model/index.ts";
import { withExtensions } from "./v1-0-extensions.ts";
import type { SaladTable } from "./salad-table.ts";

/** The versions of CWL that are read, oldest first. */
export const cwlVersions: readonly CwlVersion[] = ["v1.0", "v1.1", "v1.2"];

/** The table of a version; each is a module of its own, so that only what is used is loaded. */
export async function loadSaladTable(version: CwlVersion): Promise<SaladTable> {
  switch (version) {
    case "v1.0":
      return withExtensions((await import("../../generated/salad-v1-0.ts")).saladTable);
    case "v1.1":
      return (await import("../../generated/salad-v1-1.ts")).saladTable;
    case "v1.2":
      return (await import("../../generated/salad-v1-2.ts")).saladTable;
  }
}
