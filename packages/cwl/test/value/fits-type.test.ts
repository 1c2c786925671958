import type { Json } from "@sluice/contracts";
import { describe, expect, it } from "vitest";
import type { CwlType, RecordType } from "../../src/model/index.ts";
import { fitsType, memberFor } from "../../src/value/fits-type.ts";
import { typeText, valueText } from "../../src/value/type-text.ts";

const pair: RecordType = {
  type: "record",
  fields: [
    { name: "a", type: "int" },
    { name: "b", type: ["null", "string"] },
  ],
};
const file = { class: "File", location: "file:///x" };

/** A tree whose leaves are numbers. */
const tree: RecordType = {
  type: "record",
  fields: [
    { name: "leaf", type: ["null", "int"] },
    {
      name: "kids",
      type: [
        "null",
        { type: "array", items: { type: "record", fields: [{ name: "kid", type: { type: "recursion", up: 1 } }] } },
      ],
    },
  ],
};

it.each<[Json, CwlType, boolean]>([
  [{ kids: [{ kid: { leaf: 1 } }, { kid: { kids: [{ kid: {} }] } }] }, tree, true],
  [{ kids: [{ kid: { kids: [{ kid: { leaf: "1" } }] } }] }, tree, false],
  [{ kids: [{ kid: { kids: [{}] } }] }, tree, false],
  [null, "null", true],
  [null, "Any", false],
  [false, "Any", true],
  [[null], "Any", true],
  [1, "int", true],
  [1.5, "int", false],
  [2 ** 31, "int", false],
  [-(2 ** 31), "int", true],
  [2 ** 31, "long", true],
  [1, "float", true],
  ["1", "float", false],
  [true, "string", false],
  [file, "File", true],
  [file, "Directory", false],
  [{ class: "Directory" }, "Directory", true],
  [[1, 2], { type: "array", items: "int" }, true],
  [[1, null], { type: "array", items: "int" }, false],
  [[], { type: "array", items: "File" }, true],
  ["x", { type: "enum", symbols: ["x"] }, true],
  ["y", { type: "enum", symbols: ["x"] }, false],
  [{ a: 1 }, pair, true],
  [{ a: 1, c: 2 }, pair, true],
  [{ b: "x" }, pair, false],
  [file, { type: "record", fields: [] }, false],
  [1, ["null", "string"], false],
  [null, ["null", "string"], true],
])("%j as %j: %s", (value, type, fits) => {
  expect(fitsType(value, type)).toBe(fits);
});

it("a union prefers the record that names all fields", () => {
  const wide: RecordType = { type: "record", fields: [...pair.fields, { name: "c", type: ["null", "int"] }] };
  expect(memberFor({ a: 1, c: 2 }, [pair, wide])).toBe(wide);
  expect(memberFor({ a: 1 }, [pair, wide])).toBe(pair);
  expect(memberFor({ a: 1, z: 2 }, [pair, wide])).toBe(pair);
});

describe("text", () => {
  it.each<[CwlType, string]>([
    [["null", "File"], "File?"],
    [{ type: "array", items: ["null", "int"] }, "(int?)[]"],
    [["null", { type: "array", items: "string" }], "string[]?"],
    [["string", "int"], "string | int"],
    [["null", "string", "int"], "string | int | null"],
    [{ type: "enum", symbols: ["a", "b"] }, 'one of "a", "b"'],
    [pair, "record {a, b}"],
  ])("of %j is %s", (type, text) => {
    expect(typeText(type)).toBe(text);
  });

  it.each<[Json, string]>([
    [null, "null"],
    [[], "an empty list"],
    [["x"], 'a list of 1 (first: the string "x")'],
    [{ class: "File", basename: "f" }, 'the File "f"'],
    [3, "the number 3"],
    [{ a: 1 }, 'the object {"a":1}'],
  ])("of %j is %s", (value, text) => {
    expect(valueText(value)).toBe(text);
  });
});
