import type { Json, JsonObject } from "@sluice/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateReference, parseParameterReference } from "../../src/expression/parameter-reference.ts";

function value(text: string, inputs: JsonObject, self?: Json): Json | string {
  const reference = parseParameterReference(text);
  if (reference === undefined) return "not a reference";
  const result = evaluateReference(reference, { inputs, runtime: { cores: 4 }, ...(self !== undefined && { self }) });
  return "value" in result ? result.value : `! ${result.problem}`;
}

const bar = { baz: "zab1", "b az": 2, "b'az": true, 'b"az': null, buz: ["a", "b", "c"] };

describe("references", () => {
  test.each<[string, Json]>([
    ["inputs", { bar }],
    ["inputs['bar']", bar],
    ['inputs["bar"]', bar],
    ["inputs.bar['baz']", "zab1"],
    ["inputs['bar'].baz", "zab1"],
    ["inputs.bar['b az']", 2],
    ["inputs.bar['b\\'az']", true],
    [`inputs.bar["b'az"]`, true],
    [`inputs.bar['b"az']`, null],
    ['inputs.bar["b\\"az"]', null],
    ["inputs.bar.buz[1]", "b"],
    ["inputs['bar'].buz[2]", "c"],
    ["inputs.bar.buz.length", 3],
    ["inputs.bar.buz['length']", 3],
    ["inputs.bar.baz[0]", "z"],
    ["runtime.cores", 4],
    ["self", null],
    ["null", null],
  ])("%s", (text, expected) => {
    expect(value(text, { bar })).toEqual(expected);
  });

  test("letters and digits of all scripts are symbols", () => {
    expect(value("inputs.größe.1st", { größe: { "1st": 5 } })).toBe(5);
  });

  test.each([
    "",
    " inputs",
    "inputs ",
    "inputs.",
    "inputs..a",
    "inputs.a-b",
    "inputs[a]",
    "inputs[-1]",
    "inputs['a]",
    "inputs.a()",
    "1+1",
    "inputs.a.b + 1",
    "inputs['a\\n']",
  ])("%j is none", (text) => {
    expect(value(text, {})).toBe("not a reference");
  });
});

describe("length", () => {
  test("is a field like any other where the user defined it", () => {
    const inputs = { length: 1, bar: { length: 2 }, baz: { length: { bap: 3 } } };
    expect(["inputs.length", "inputs.bar.length", "inputs.baz.length.bap"].map((text) => value(text, inputs))).toEqual([
      1, 2, 3,
    ]);
  });
  test.each([
    ["inputs.n.length", 'inputs.n is a number, so it has no field "length"'],
    ["inputs.s.length", 'inputs.s is a string, so it has no field "length"'],
    ["inputs.a.length.b", 'inputs.a is a list, so it has no field "length"'],
    ["inputs.o.length", 'inputs.o has no field "length"; it is empty'],
  ])("%s", (text, problem) => {
    expect(value(text, { n: 0, s: "x", a: [], o: {} })).toBe(`! ${problem}`);
  });
});

describe("errors say what is missing", () => {
  test.each([
    ["null.something", "null has no fields"],
    ["nosuch.x", "nosuch is not defined; an expression can name inputs, self and runtime"],
    ["inputs.nosuch", 'inputs has no field "nosuch"; it has nil, list'],
    ["inputs.nil.x", 'inputs.nil is null, so it has no field "x"'],
    ["inputs.list[2]", "inputs.list has 2 items, so there is no [2]"],
    ["inputs.list.x", 'inputs.list is a list, so it has no field "x"'],
    ["inputs[0]", "inputs is an object, not a list"],
    ["inputs.list[0][1]", "inputs.list[0] is a number, not a list"],
  ])("%s", (text, problem) => {
    expect(value(text, { nil: null, list: [1, 2] })).toBe(`! ${problem}`);
  });

  test("what JavaScript would inherit is not there", () => {
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty", "__defineGetter__"]) {
      expect(value(`inputs.${name}`, {})).toMatch(/^! /);
      expect(value(`inputs.list.${name}`, { list: [] })).toMatch(/^! /);
    }
    expect(value("inputs['__proto__']", JSON.parse('{"__proto__": 1}') as JsonObject)).toBe(1);
  });
});

test("every path of every value can be written and read back", () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !/[\\]/.test(text));
  const path = fc.array(fc.oneof(name, fc.nat({ max: 3 })), { maxLength: 6 });
  fc.assert(
    fc.property(path, fc.jsonValue(), (keys, leaf) => {
      const root = keys.reduceRight<Json>(
        (inner, key) => (typeof key === "number" ? [...Array<Json>(key).fill(null), inner] : { [key]: inner }),
        leaf as Json,
      );
      const text = keys
        .map((key) => (typeof key === "number" ? `[${key}]` : `['${key.replaceAll("'", "\\'")}']`))
        .join("");
      const own = Object.fromEntries([["root", root]]);
      if (!keys.includes("__proto__")) expect(value(`inputs.root${text}`, own)).toEqual(leaf);
    }),
  );
});
