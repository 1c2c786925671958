import { parseJson } from "@sluice/contracts";
import assert from "node:assert/strict";

/** Asserts that a value is what JSON can carry, so that it can be journaled. */
export function assertPlainJson(value: unknown, what: string): void {
  let copy: unknown;
  try {
    copy = parseJson(JSON.stringify(value));
  } catch (error) {
    assert.fail(`${what} cannot be written as JSON: ${String(error)}`);
  }
  assert.deepEqual(copy, value, `${what} is not the same after it was written as JSON and read again`);
}
