import { randomBytes } from "node:crypto";

/** A name for a run that sorts by time and does not collide: `20261121-142530-9f3a1c`. */
export function newRunId(now: Date): string {
  const digits = now.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14);
  return `${digits.slice(0, 8)}-${digits.slice(8)}-${randomBytes(3).toString("hex")}`;
}
