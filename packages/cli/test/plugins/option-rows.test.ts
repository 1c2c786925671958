import type { JsonObject } from "@sluice/contracts";
import { expect, test } from "vitest";
import { conditional } from "../../src/config/conditional.ts";
import { optionRows } from "../../src/plugins/option-rows.ts";
import { optionTable } from "../../src/render/option-table.ts";

test("nested objects are flattened, references followed, circles ended", () => {
  const rows = optionRows({
    type: "object",
    required: ["host"],
    properties: {
      host: { type: "string", description: "Where." },
      key: { type: "string", "x-secret": true },
      retry: { type: "object", properties: { times: { type: "integer", default: 3 } }, required: ["times"] },
      mode: { enum: ["a", "b"] },
      hosts: { type: "array", items: { type: "string" } },
      file: { type: "string", "x-path": true },
      size: { oneOf: [{ type: "string" }, { type: "number" }] },
      variables: { type: "object", additionalProperties: { type: "string" } },
      inner: { $ref: "#/$defs/inner", description: "A place." },
      any: true,
      gone: { type: "string", deprecated: true, description: "Use any." },
    },
    $defs: {
      inner: { type: "object", properties: { port: { type: ["integer", "null"] }, next: { $ref: "#/$defs/inner" } } },
    },
  });
  const plain = { required: false, secret: false, description: "" };
  expect(rows).toEqual([
    { ...plain, name: "host", type: "string", required: true, description: "Where." },
    { ...plain, name: "key", type: "string", secret: true },
    { ...plain, name: "retry.times", type: "integer", default: 3, required: true },
    { ...plain, name: "mode", type: '"a" | "b"' },
    { ...plain, name: "hosts", type: "list of string" },
    { ...plain, name: "file", type: "path" },
    { ...plain, name: "size", type: "string | number" },
    { ...plain, name: "variables.*", type: "string" },
    { ...plain, name: "inner.port", type: "integer | null" },
    { ...plain, name: "inner.next", type: "object" },
    { ...plain, name: "any", type: "any" },
    { ...plain, name: "gone", type: "string", description: "Deprecated. Use any." },
  ]);
});

test("what a schema is made of is described, too: references, parts, alternatives and patterns", () => {
  const namesOf = (schema: JsonObject): string[] =>
    optionRows(schema).map(({ name, required }) => `${name}${required ? "!" : ""}`);
  const $defs = { all: { properties: { a: { type: "string" }, more: { $ref: "#/$defs/all" } }, required: ["a"] } };
  expect(namesOf({ $ref: "#/$defs/all", properties: { b: true }, $defs })).toEqual(["b", "a!", "more"]);
  expect(namesOf({ allOf: [{ $ref: "#/$defs/all" }, { properties: { b: true } }], $defs })).toEqual([
    "a!",
    "more",
    "b",
  ]);
  expect(namesOf({ $ref: "#" })).toEqual([]);
  const choice = (name: string) => ({ properties: { [name]: true, both: true }, required: [name] });
  expect(namesOf({ oneOf: [choice("a"), choice("b")], properties: { c: true } })).toEqual(["c", "a", "both", "b"]);
  expect(namesOf(conditional({}, choice("a"), choice("b")))).toEqual(["a", "both", "b"]);
  expect(namesOf({ patternProperties: { "^x-": { type: "string" } } })).toEqual(["/^x-/"]);
});

test("a table says whether there are no options, or any", () => {
  expect(optionTable(undefined)).toBe("It takes no options.\n");
  expect(optionTable({ type: "object", additionalProperties: false })).toBe("It takes no options.\n");
  expect(optionTable({ type: "object" })).toBe("It takes any options; its schema describes none.\n");
});
