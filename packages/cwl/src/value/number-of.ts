import { isExactNumber, type Json } from "@sluice/contracts";

/** The number that a value is, to count with; undefined for what is none. */
export function numberOf(value: Json): number | undefined {
  if (isExactNumber(value)) return Number(value);
  return typeof value === "number" ? value : undefined;
}
