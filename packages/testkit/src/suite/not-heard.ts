import assert from "node:assert/strict";
import { getEventListeners } from "node:events";

/** Asserts that nobody listens to a signal: it may live as long as the engine, and be handed out thousands of times. */
export function assertNotHeard(signal: AbortSignal, who: string): void {
  const { length } = getEventListeners(signal, "abort");
  assert.equal(length, 0, `${who} still listens to a signal that is of no use any more`);
}
