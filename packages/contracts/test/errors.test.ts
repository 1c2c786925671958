import { expect, test } from "vitest";
import { deserializeError, formatError, nearestName, SluiceError, toSluiceError } from "../src/index.ts";

test("what a message quotes is cut, whoever quotes it", () => {
  const long = "x".repeat(50_000_000);
  const errors = [
    new SluiceError("USAGE", `'${long}' is no option`, { hint: `Not '${long}'.`, actor: `plugin ${long}` }),
    toSluiceError(new Error(long)),
    toSluiceError(long),
    deserializeError({ code: "USAGE", message: long, retryable: false, hint: long }),
  ];
  for (const error of errors) {
    expect(formatError(error).length).toBeLessThan(7000);
    expect(JSON.stringify(error.serialize()).length).toBeLessThan(7000);
    expect(error.message).toMatch(/characters left out/);
  }
  expect(errors[0]?.message).toMatch(/^'xxx.*' is no option$/);
});

test("what is cut stays a text", () => {
  const { message } = new SluiceError("USAGE", "😀".repeat(5000));
  expect(message.isWellFormed()).toBe(true);
});

test("what is not long stays as it is, also when it comes back", () => {
  const error = new SluiceError("USAGE", "y".repeat(2000), { hint: "z" });
  expect(error.message).toBe("y".repeat(2000));
  const cut = new SluiceError("USAGE", "y".repeat(20_000));
  expect(deserializeError(cut.serialize()).message).toBe(cut.message);
});

test("names that nobody types are near to none", () => {
  const name = "a".repeat(1_000_000);
  expect(nearestName(name, [`${name}b`])).toBeUndefined();
});

test("what only bears the mark of an error of Sluice is none", () => {
  const marked = Object.assign(new Error("no"), { code: "INTERNAL", [Symbol.for("sluice.error")]: true });
  expect(toSluiceError(marked, "PLUGIN_FAILED").code).toBe("PLUGIN_FAILED");
});
