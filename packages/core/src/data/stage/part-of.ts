import { join } from "node:path";

/** Where things are made in a job's folder before they take their place: what has a long name there needs no longer one here. */
export function partOf(root: string): string {
  return join(root, ".sluice-part");
}
