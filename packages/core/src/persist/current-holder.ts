import type { LeaseHolder } from "@sluice/contracts";
import { hostname } from "node:os";
import { currentBootId } from "../boot-id.ts";

/** This process as the driver of a run. */
export function currentHolder(): LeaseHolder {
  return { host: hostname(), bootId: currentBootId(), pid: process.pid };
}
