import fc from "fast-check";
import type { JsonObject } from "@sluice/contracts";
import { expect, test } from "vitest";
import { plainDefaults } from "../../src/plugins/plain-schema.ts";
import { validateOptions } from "../../src/plugins/validate-options.ts";

const schemaOf = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: "object",
  properties,
  ...more,
});

test.each<[string, JsonObject]>([
  ["something is needed", schemaOf({ a: { type: "string" } }, { required: ["a"] })],
  ["a property is an object of its own", schemaOf({ a: { type: "object", properties: { b: { default: 1 } } } })],
  ["a type is none", schemaOf({ a: { type: "nonsense" } })],
  ["a keyword is misspelt", schemaOf({ a: { type: "string", defualt: "x" } })],
  ["parts are elsewhere", schemaOf({ a: { $ref: "#/$defs/a" } })],
  ["it is no schema of an object", { type: "array" }],
])("the validator is asked where %s", (_name, schema) => {
  expect(plainDefaults(schema, {})).toBeUndefined();
});

test("the validator is asked where there are options", () => {
  expect(plainDefaults(schemaOf({ a: { type: "string" } }), { a: "x" })).toBeUndefined();
});

test("without options a plain schema gives what the validator would give", () => {
  const property = fc.oneof(
    fc.record({ type: fc.constant("number"), default: fc.integer() }),
    fc.record({ type: fc.constant("string"), default: fc.string(), description: fc.string() }),
    fc.constant({ type: "boolean" }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), property), (properties) => {
      const schema = schemaOf(properties, { additionalProperties: false });
      expect(plainDefaults(schema, {})).toEqual(validateOptions(schema, {}, "plugin x").value);
    }),
  );
});
