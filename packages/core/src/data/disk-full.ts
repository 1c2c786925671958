import { shortageOf } from "@sluice/contracts";

/** Whether the disk, or the user's share of it, is full. */
export function isDiskFull(error: unknown): boolean {
  return shortageOf(error)?.of === "space";
}
