import assert from "node:assert/strict";
import { LateError, settles } from "./eventually.ts";
import { isSluiceError, type ErrorCode, type SluiceError } from "@sluice/contracts";

/**
 * Asserts that something throws an error with one of these codes.
 * @returns the error
 */
export async function rejects(codes: ErrorCode | readonly ErrorCode[], attempt: () => unknown): Promise<SluiceError> {
  const wanted: readonly ErrorCode[] = typeof codes === "string" ? [codes] : codes;
  const thrown = await failure(attempt, `${wanted.join(" or ")} was expected`);
  if (!isSluiceError(thrown)) return assert.fail(`${wanted.join(" or ")} was expected, not ${String(thrown)}`);
  assert.ok(wanted.includes(thrown.code), `${wanted.join(" or ")} was expected, not ${thrown.code}: ${thrown.message}`);
  return thrown;
}

/** Asserts that something throws, whatever it is. @returns what was thrown */
export async function failure(attempt: () => unknown, expectation: string): Promise<unknown> {
  try {
    await settles(expectation, attempt(), 10_000);
  } catch (error) {
    if (error instanceof LateError) throw error;
    return error ?? new Error("nothing that can be shown");
  }
  return assert.fail(`nothing was thrown; ${expectation}`);
}

/** Asserts that every attempt with a signal that is aborted already throws. */
export async function refusesAborted(
  attempts: Readonly<Record<string, (signal: AbortSignal) => unknown>>,
): Promise<void> {
  for (const [name, attempt] of Object.entries(attempts)) {
    await failure(() => attempt(AbortSignal.abort(new Error("stop"))), `${name} was given an aborted signal`);
  }
}
