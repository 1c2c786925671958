import { type Json, type JsonObject, isExactNumber } from "@sluice/contracts";
import { byAlphabet } from "./by-alphabet.ts";

/** `inputs.file['name'][0]`, taken apart. */
export interface ParameterReference {
  readonly root: string;
  readonly segments: readonly (string | number)[];
}

/** What expressions can name. */
export interface ExpressionContext {
  readonly inputs: JsonObject;
  readonly self?: Json;
  readonly runtime: JsonObject;
}

/** The value of a reference, or why there is none. */
export type ReferenceResult = { readonly value: Json } | { readonly problem: string };

const symbolIn = byAlphabet(/\w+/y, () => /[\p{L}\p{N}\p{M}_]+/uy);
const segmentIn = byAlphabet(
  /\.(\w+)|\['((?:[^'\\]|\\['"\\])*)'\]|\["((?:[^"\\]|\\['"\\])*)"\]|\[([0-9]+)\]/y,
  () => /\.([\p{L}\p{N}\p{M}_]+)|\['((?:[^'\\]|\\['"\\])*)'\]|\["((?:[^"\\]|\\['"\\])*)"\]|\[([0-9]+)\]/uy,
);

/** Reads a parameter reference; undefined when the text is not one. Source: CWL v1.2, Parameter references. */
export function parseParameterReference(text: string): ParameterReference | undefined {
  const [start, next] = [symbolIn(text), segmentIn(text)];
  start.lastIndex = 0;
  const root = start.exec(text)?.[0];
  if (root === undefined) return undefined;
  const segments: (string | number)[] = [];
  let at = root.length;
  while (at < text.length) {
    next.lastIndex = at;
    const found = next.exec(text);
    if (found === null) return undefined;
    const [whole, name, single, double, index] = found;
    const quoted = single ?? double;
    if (index !== undefined) segments.push(Number(index));
    else segments.push(quoted === undefined ? (name ?? "") : quoted.replace(/\\(.)/g, "$1"));
    at += whole.length;
  }
  return { root, segments };
}

/** Looks a reference up. Only own fields exist: nothing that JavaScript would inherit can be reached. */
export function evaluateReference(reference: ParameterReference, context: ExpressionContext): ReferenceResult {
  const { root, segments } = reference;
  if (root === "null") return segments.length === 0 ? { value: null } : { problem: "null has no fields" };
  if (root !== "inputs" && root !== "self" && root !== "runtime") {
    return { problem: `${root} is not defined; an expression can name inputs, self and runtime` };
  }
  let value: Json = context[root] ?? null;
  let path: string = root;
  for (const [position, key] of segments.entries()) {
    const next = step(value, key, position === segments.length - 1, path);
    if ("problem" in next) return next;
    value = next.value;
    path += typeof key === "number" ? `[${key}]` : `.${key}`;
  }
  return { value };
}

function step(value: Json, key: string | number, isLast: boolean, path: string): ReferenceResult {
  if (typeof key === "number") {
    if (typeof value !== "string" && !isList(value)) return { problem: `${path} is ${kindOf(value)}, not a list` };
    const item = value[key];
    if (item === undefined) return { problem: `${path} has ${value.length} items, so there is no [${key}]` };
    return { value: item };
  }
  if (isList(value)) {
    if (key === "length" && isLast) return { value: value.length };
    return { problem: `${path} is a list, so it has no field ${JSON.stringify(key)}` };
  }
  if (typeof value !== "object" || value === null || isExactNumber(value)) {
    return { problem: `${path} is ${kindOf(value)}, so it has no field ${JSON.stringify(key)}` };
  }
  const found = Object.hasOwn(value, key) ? value[key] : undefined;
  return found === undefined ? { problem: missing(value, key, path) } : { value: found };
}

function missing(value: JsonObject, key: string, path: string): string {
  const names = Object.keys(value);
  const shown = names.slice(0, 8).join(", ");
  const known = names.length === 0 ? "it is empty" : `it has ${shown}${names.length > 8 ? ", …" : ""}`;
  return `${path} has no field ${JSON.stringify(key)}; ${known}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  if (isList(value)) return "a list";
  if (isExactNumber(value)) return "a number";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
