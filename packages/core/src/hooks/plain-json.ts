import { maxValueDepth, SluiceError, type Json, type JsonObject } from "@sluice/contracts";

/**
 * A frozen copy of an object that holds nothing but JSON: what one plugin hands over, no other plugin can change, and it can
 * cross the border of a process. Members that are undefined are left out.
 * @throws `PLUGIN_INVALID` naming the first member that JSON cannot carry
 */
export function toPlainJson(value: unknown, what: string): JsonObject {
  if (isPlainObject(value)) return copyObject(value, what, 0);
  throw new SluiceError("PLUGIN_INVALID", `${what} must be an object of plain JSON, but is ${nameOf(value)}`);
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
