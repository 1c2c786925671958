import { losesDigits, tooManyDigits } from "./exact-integer.ts";

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Parses JSON; an integer that would lose digits is an error, like what is not JSON. @throws Error */
export function parseExactJson(text: string): unknown {
  // Asking for the source of each value takes time, and few texts have numbers that are so long.
  return /\d{16}/.test(text) ? JSON.parse(text, refuseRounded as Parameters<typeof JSON.parse>[1]) : JSON.parse(text);
}

const refuseRounded: Reviver = (_, value, { source }) => {
  if (typeof value === "number" && source !== undefined && losesDigits(source))
    throw new RangeError(tooManyDigits(source));
  return value;
};
