import { decimalText } from "./decimal-text.ts";

/**
 * Whether a text is a 64-bit integer that a number of JavaScript cannot hold: it would be written with other digits. A
 * number with a point or an exponent is approximate by nature, and so is a larger integer: only a `double` can be that.
 */
export function losesDigits(text: string): boolean {
  if (text.length < 16 || !/^[-+]?\d+$/.test(text)) return false;
  const exact = BigInt(text);
  return BigInt.asIntN(64, exact) === exact && BigInt(decimalText(Number(text))) !== exact;
}

/** What is wrong with such a text. */
export function tooManyDigits(text: string): string {
  return `the integer ${text} cannot be kept exactly; exact are those up to ${Number.MAX_SAFE_INTEGER}`;
}

/** What to write in its place. */
export const exactHint = "Write it in quotes if it is text, and with .0 at its end if it may be rounded.";
