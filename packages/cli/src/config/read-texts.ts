import type { Json, JsonObject } from "@sluice/contracts";
import type { Validation } from "@sluice/core/options";
import type { ConfigPath } from "./config-document.ts";

/**
 * Validates a value in which texts may stand for something else: what an environment variable or a file gives is text, also
 * where the schema wants a number, true or false.
 */
export function readTexts(
  value: JsonObject,
  validate: (value: JsonObject) => Validation,
  isReplaced: (path: ConfigPath) => boolean,
): Validation {
  const first = validate(value);
  const read = structuredClone(value) as Record<string, Json>;
  let changed = false;
  for (const { kind, path, known } of first.faults) {
    const text = valueAt(value, path);
    if (kind !== "type" || typeof text !== "string" || !isReplaced(path)) continue;
    const meant = readText(text, known);
    if (meant === undefined) continue;
    setAt(read, path, meant);
    changed = true;
  }
  return changed ? validate(read) : first;
}

function readText(text: string, types: readonly string[]): Json | undefined {
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  const isNumber = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text);
  return isNumber && (types.includes("number") || types.includes("integer")) ? Number(text) : undefined;
}

/** The value at a path, if there is one. */
export function valueAt(value: Json | undefined, path: ConfigPath): Json | undefined {
  let at = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as JsonObject)[key];
  }
  return at;
}

/** Replaces the value at a path that is there. */
export function setAt(value: Json, path: ConfigPath, put: Json): void {
  const around = valueAt(value, path.slice(0, -1)) as Record<string, Json> | undefined;
  const last = path.at(-1);
  if (around !== undefined && last !== undefined) around[last] = put;
}
