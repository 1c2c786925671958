import { ExactNumber, isExactNumber, type Json } from "@sluice/contracts";
import { isLong } from "../value/fits-type.ts";

/** Where an integer is that JavaScript cannot hold, and its digits. */
type WideInteger = readonly [path: readonly (string | number)[], digits: string];

/**
 * The integers of 64 bits in a value that JavaScript would round, as JSON: an expression that reads one fails. Larger ones can only be a
 * `double`, which is approximate by nature. Undefined when there are none.
 * @param text - JSON of the value
 */
export function wideIntegers(value: Json, text: string | undefined): string | undefined {
  // Most values are settled by a look at their text.
  if (text === undefined || !/\d{16}/.test(text)) return undefined;
  const found: WideInteger[] = [];
  collect(value, [], found);
  return found.length === 0 ? undefined : JSON.stringify(found);
}

function collect(value: Json, path: readonly (string | number)[], found: WideInteger[]): void {
  if (isExactNumber(value)) {
    if (isLong(value)) found.push([path, value.text]);
  } else if (isList(value)) {
    for (const [index, item] of value.entries()) collect(item, [...path, index], found);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, field] of Object.entries(value)) collect(field, [...path, name], found);
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/**
 * Parses what JavaScript returned. An integer beyond 2^53 whose digits are not those of its number was perhaps rounded: it is a float,
 * which no `long` takes.
 */
export function parseResult(text: string): Json {
  return (/\d{16}/.test(text) ? JSON.parse(text, roundedAsFloat) : JSON.parse(text)) as Json;
}

function roundedAsFloat(_key: string, value: unknown): unknown {
  if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  // From 1e21 on, the exponent says that it is a float.
  if (Math.abs(value) >= 1e21 || String(BigInt(value)) === String(value)) return value;
  return new ExactNumber(`${value}.0`);
}
