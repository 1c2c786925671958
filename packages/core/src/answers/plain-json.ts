import { maxValueDepth, SluiceError, type Json, type JsonObject, isExactNumber } from "@sluice/contracts";
import { placeOf, type Check } from "./check.ts";

/**
 * A frozen copy of an object that holds nothing but JSON: what one plugin hands over, no other plugin can change, and it can
 * cross the border of a process. Members that are undefined are left out.
 * @throws `PLUGIN_INVALID` naming the first member that JSON cannot carry
 */
export function toPlainJson(value: unknown, what: string): JsonObject {
  if (isPlainObject(value)) return copyObject(value, what, 0);
  throw new SluiceError("PLUGIN_INVALID", `${what} must be an object of plain JSON, but is ${nameOf(value)}`);
}

/** Plain JSON, in which members may also be undefined. Nothing is copied: values can be large. */
export const plainJson: Check = (value, at) => {
  const fault = faultOf(value, 0);
  return fault && `${placeOf(at + fault.path.slice(0, 80))} must be plain JSON, but ${fault.what}`;
};

/** An object of plain JSON. */
export const plainObject: Check = (value, at) =>
  isPlainObject(value)
    ? plainJson(value, at)
    : `${placeOf(at)} must be an object of plain JSON, but is ${nameOf(value)}`;

interface Fault {
  readonly path: string;
  readonly what: string;
}

function faultOf(value: unknown, depth: number): Fault | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number" && Number.isFinite(value)) return undefined;
  if (isExactNumber(value)) return undefined;
  if (depth > maxValueDepth) return { path: "", what: "contains itself or is too deep" };
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const fault = faultOf(value[index], depth + 1);
      if (fault) return { path: `[${index}]${fault.path}`, what: fault.what };
    }
    return undefined;
  }
  if (!isPlainObject(value)) return { path: "", what: `is ${nameOf(value)}` };
  for (const key in value) {
    const member = value[key];
    const fault = member === undefined ? undefined : faultOf(member, depth + 1);
    if (fault) return { path: `.${key}${fault.path}`, what: fault.what };
  }
  return undefined;
}

function copyObject(value: Readonly<Record<string, unknown>>, path: string, depth: number): JsonObject {
  const copy: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member !== undefined) defineMember(copy, key, copyValue(member, `${path}.${key}`, depth + 1));
  }
  return Object.freeze(copy);
}

function copyValue(value: unknown, path: string, depth: number): Json {
  if (depth > maxValueDepth)
    throw new SluiceError("PLUGIN_INVALID", `${path.slice(0, 80)}… contains itself or is too deep`);
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (isExactNumber(value)) return value;
  if (Array.isArray(value)) {
    return Object.freeze(value.map((each: unknown, index) => copyValue(each, `${path}.${index}`, depth + 1)));
  }
  if (isPlainObject(value)) return copyObject(value, path, depth);
  throw new SluiceError("PLUGIN_INVALID", `${path} must be plain JSON, but is ${nameOf(value)}`);
}

/** Also for a member that is called `__proto__`. */
function defineMember(object: Record<string, Json>, key: string, value: Json): void {
  if (key === "__proto__") Object.defineProperty(object, key, { value, enumerable: true });
  else object[key] = value;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object") return typeof value;
  const { name } = (value as { readonly constructor?: { readonly name?: string } }).constructor ?? {};
  return name === undefined || name === "" ? "an object" : name;
}
