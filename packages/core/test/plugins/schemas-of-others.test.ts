import type { JsonSchema } from "@sluice/contracts";
import { expect, test } from "vitest";
import { validateOptions } from "../../src/plugins/validate-options.ts";

const check = (schema: JsonSchema, options: Parameters<typeof validateOptions>[1]) =>
  validateOptions(schema, options, "connector odd");

const patterns: JsonSchema = {
  type: "object",
  properties: { slow: { type: "string", pattern: "^(a+)+$" }, quick: { type: "string", pattern: "^b+$" } },
  patternProperties: { "^(x+)+$": { type: "integer" } },
};

test("a pattern says what follows it and what does not", () => {
  expect(check(patterns, { slow: "aaa", quick: "bb", xx: 1 }).faults).toEqual([]);
  const { faults } = check(patterns, { slow: "b", quick: "a", xx: "1" });
  expect(faults.map(({ path }) => path)).toEqual([["slow"], ["quick"], ["xx"]]);
});

test.each([
  ["a value", { slow: `${"a".repeat(60)}!` }, "^(a+)+$"],
  ["a key", { [`${"x".repeat(60)}!`]: 1 }, "^(x+)+$"],
])("a pattern that would look at %s for ever is the fault of the schema", (_title, options, pattern) => {
  expect(() => check(patterns, options)).toThrow(
    expect.objectContaining({
      code: "PLUGIN_INVALID",
      actor: "connector odd",
      message: expect.stringContaining(`a pattern takes longer than 1 s to look at a text: ${pattern}`) as string,
    }),
  );
});

const broken: JsonSchema = {
  type: "object",
  properties: {
    count: { type: "integer", default: "many" },
    inner: { type: "object", default: {}, required: ["name"], properties: { name: { type: "string" } } },
    list: { type: "array", items: { type: "object", properties: { size: { type: "integer", default: 1.5 } } } },
  },
};

test.each([
  ["an option", { inner: { name: "a" } }, "count", "it must be integer"],
  ["a part that is there as a whole", { count: 1 }, "inner", "it must have required property 'name'"],
  ["a part of what was given", { count: 1, inner: { name: "a" }, list: [{}] }, "list.0.size", "it must be integer"],
])("a default of %s that its own schema refuses is the fault of the schema", (_title, options, option, why) => {
  expect(() => check(broken, options)).toThrow(
    expect.objectContaining({
      code: "PLUGIN_INVALID",
      message: `the default of its option '${option}' is not what its own schema wants: ${why}`,
    }),
  );
});

test("what was given is the fault of whoever gave it", () => {
  const { faults } = check(broken, { count: "few", inner: {}, list: [{ size: "big" }] });
  expect(faults.map(({ path }) => path)).toEqual([["count"], ["inner", "name"], ["list", "0", "size"]]);
});
