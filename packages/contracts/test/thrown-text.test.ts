import { expect, test } from "vitest";
import { isSluiceError, SluiceError, thrownText, toSluiceError } from "../src/index.ts";

const refuse = (): never => {
  throw new Error("do not look");
};

class Getter extends Error {
  override get message(): string {
    return refuse();
  }
}

class Pretender extends SluiceError {
  override get message(): string {
    return refuse();
  }
}

/** The constructor of errors would give it a message of its own. */
function without<Thrown extends Error>(error: Thrown): Thrown {
  delete (error as { message?: string }).message;
  return error;
}

test.each([
  ["a getter that throws", new Getter()],
  ["an error of ours with such a getter", without(new Pretender("INTERNAL", "x"))],
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
