import type { ExactNumber } from "./exact-number.ts";

/** A value that JSON can carry. Everything that is journaled or crosses a process border is one. */
export type Json = null | boolean | number | string | ExactNumber | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * How deep a value may nest that comes from elsewhere: what a tool wrote, what an expression returned. Beyond some thousand levels there
 * is no room on the stack of whoever goes through it.
 */
export const maxValueDepth = 1000;

/** Whether a value has more than so many levels of lists and objects. */
export function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => nestsDeeper(part, levels - 1));
}
