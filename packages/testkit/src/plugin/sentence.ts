import assert from "node:assert/strict";

/** Asserts that a text is one sentence: it begins with a capital or a digit, ends with a full stop and has one line. */
export function assertSentence(text: unknown, what: string): void {
  assert.ok(typeof text === "string" && text !== "", `${what} is missing`);
  assert.ok(
    /^[\p{Lu}\d`'"]/u.test(text) && /[.!?]$/.test(text) && !text.includes("\n"),
    `${what} must be one sentence: '${text}'`,
  );
}
