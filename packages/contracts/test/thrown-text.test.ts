import { expect, test } from "vitest";
import { isSluiceError, thrownText, toSluiceError } from "../src/index.ts";

const refuse = (): never => {
  throw new Error("do not look");
};

class Getter extends Error {
  override get message(): string {
    return refuse();
  }
}

test.each([
  ["a getter that throws", new Getter()],
  ["a text that throws", { toString: refuse }],
  ["a proxy that refuses everything", new Proxy({}, { get: refuse, getPrototypeOf: refuse, has: refuse })],
  ["an object without a text", Object.create(null) as object],
])("%s has a text all the same", (_title, thrown) => {
  expect(thrownText(thrown)).toBe("object without a text was thrown");
  expect(isSluiceError(thrown)).toBe(false);
  const error = toSluiceError(thrown, "PLUGIN_FAILED");
  expect(error.code).toBe("PLUGIN_FAILED");
  expect(Object.is(error.cause, thrown)).toBe(true);
});

test("a message that is no text becomes one", () => {
  const error = Object.defineProperty(new Error("x"), "message", { value: Symbol("odd") });
  expect(thrownText(error)).toBe("Symbol(odd)");
});
