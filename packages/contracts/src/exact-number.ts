import type { Json } from "./json.ts";

/**
 * A number that JavaScript would write in another way than it was given: an integer with more digits than a number can hold, such
 * as `6150769120280496265`, or a float without a fraction, such as `1.0`. Every other number is a plain one.
 *
 * It counts as the nearest number in arithmetic and comparisons (`n * 2`, `n < 10`), and is written with its own digits by
 * `JSON.stringify` and in texts (`${n}`). `typeof` calls it an object, `===` knows only the same one, and `structuredClone` makes a
 * rounded one of it, which {@link copyJson} does not. It cannot be changed.
 */
export class ExactNumber extends Number {
  /** Its digits: an integer, or an integer with `.0` behind it. */
  readonly text: string;

  /** Use {@link exactNumber}, which makes one only where one is needed. */
  constructor(text: string) {
    super(text);
    this.text = text;
    Object.freeze(this);
  }

  toJSON(): unknown {
    return rawJson(this.text);
  }

  override toString(): string {
    return this.text;
  }
}

/** Also for one that another copy of this package made. */
export function isExactNumber(value: unknown): value is ExactNumber {
  // oxlint-disable-next-line unicorn/no-instanceof-builtins -- the class of another copy is not the same, its parent is
  return value instanceof Number && typeof (value as { readonly text?: unknown }).text === "string";
}

/**
 * The number that decimal digits stand for, with sign, point and exponent as JSON and YAML allow them. Beyond the range of a `double`
 * it is infinite.
 */
export function exactNumber(text: string): number | ExactNumber {
  const value = Number(text);
  if (Number.isSafeInteger(value) && !/[.eE]/.test(text)) return value;
  if (!Number.isInteger(value)) return value;
  const written = Object.is(value, -0) ? "-0" : String(value);
  // From 1e21 on JavaScript writes an exponent: a float is known by that, and an integer is not written so.
  if (/[.eE]/.test(text)) return Math.abs(value) < 1e21 ? new ExactNumber(`${written}.0`) : value;
  const digits = `${text.startsWith("-") ? "-" : ""}${BigInt(text.replace(/^[-+]/, ""))}`;
  return digits === written && digits === String(BigInt(value)) ? value : new ExactNumber(digits);
}

/** Parses JSON so that every number is written again as it was. @throws SyntaxError */
export function parseJson(text: string): unknown {
  // Asking for the source of each value takes time, and few texts have such numbers.
  return losable.test(text) ? JSON.parse(text, exactly as Parameters<typeof JSON.parse>[1]) : JSON.parse(text);
}

/** Where a number may be that JavaScript writes in another way; within strings it is found for nothing. */
const losable = /(?:^|[\s,:[])-?(?:\d{16}|\d+\.0+(?:[\s,\]}]|$)|\d+(?:\.\d+)?[eE])/;

function exactly(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  return typeof value === "number" && source !== undefined ? exactNumber(source) : value;
}

/** A copy of a value, which shares nothing that can be changed with it. Unlike structuredClone, it keeps exact numbers. */
export function copyJson<Value extends Json>(value: Value): Value {
  return copied(value) as Value;
}

function copied(value: Json): Json {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(copied);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, copied(field)]));
}

/** A text that is JSON already. Source: ECMAScript proposal JSON.parse source text access; the types do not know it yet. */
const rawJson = (JSON as typeof JSON & { readonly rawJSON: (text: string) => unknown }).rawJSON;
