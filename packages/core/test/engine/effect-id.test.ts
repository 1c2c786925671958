import { expect, test } from "vitest";
import { effectId, newNonce } from "../../src/engine/effect-id.ts";

const key = { step: "/align", tag: "0.3", attempt: 2 };

test("a run of before there were nonces keeps its ids", () => {
  expect(effectId({ run: "nightly" }, key)).toBe("7c6462ec6496fa70b662");
});

test("the id of an attempt never changes, and that of another run of the same name is another", () => {
  expect(effectId({ run: "nightly", nonce: "5f0c" }, key)).toBe("71ed28930913178d749c");
  expect(effectId({ run: "nightly", nonce: newNonce() }, key)).not.toBe(
    effectId({ run: "nightly", nonce: newNonce() }, key),
  );
});
