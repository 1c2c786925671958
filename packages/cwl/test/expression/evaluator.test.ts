import { exactNumber, type Json } from "@sluice/contracts";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createExpressionEvaluator, type ExpressionScope } from "../../src/expression/index.ts";
import { evaluateOne, javascript, outcomeOf, references } from "./evaluate.ts";

const evaluator = createExpressionEvaluator();
afterAll(() => evaluator[Symbol.asyncDispose]());
const withLibrary = (...expressionLib: string[]): ExpressionScope => ({ ...javascript, expressionLib });

describe("without JavaScript", () => {
  test("answers come in order, strings without an expression unchanged", async () => {
    const evaluations = [
      { expression: "$(inputs.x)" },
      { expression: " a \\\\ " },
      { expression: "$(self)", self: [1] },
      { expression: "$(self)" },
    ];
    const values = await evaluator.evaluateAll({
      scope: references,
      inputs: { x: { y: 1 } },
      runtime: {},
      evaluations,
    });
    expect(values).toEqual([{ y: 1 }, " a \\\\ ", [1], null]);
  });

  test.each([
    ["-$(inputs.s)", '-q"é'],
    ["$(inputs.n) $(inputs.t)", "1.5 true"],
    ["$(inputs.nil)$(inputs.nil)", "nullnull"],
    ["x $(inputs.list)", 'x [1, "a", null]'],
    ["x $(inputs.object) ", 'x {"a": {"c": [], "d": {}}, "b": "é"}'],
  ])("%s", async (expression, expected) => {
    const inputs = {
      s: 'q"é',
      n: 1.5,
      t: true,
      nil: null,
      list: [1, "a", null],
      object: { b: "é", a: { d: {}, c: [] } },
    };
    expect(await evaluateOne(evaluator, expression, { scope: references, inputs })).toBe(expected);
  });

  test("errors name the place, the expression and what was missing", async () => {
    const scope = references;
    expect(await outcomeOf(evaluator, "$(inputs.bar.length)", { scope, inputs: { bar: 0 }, where: "outputs.o" })).toBe(
      'CWL_EXPRESSION: outputs.o: $(inputs.bar.length): inputs.bar is a number, so it has no field "length"',
    );
    expect(await outcomeOf(evaluator, "$(null.something)", { scope })).toBe(
      "CWL_EXPRESSION: $(null.something): null has no fields",
    );
    expect(await outcomeOf(evaluator, "$(1 + 1)", { scope })).toBe(
      "CWL_EXPRESSION: $(1 + 1) is JavaScript, not a parameter reference",
    );
    expect(await outcomeOf(evaluator, "${ return 1; }", { scope })).toMatch(/is JavaScript/);
    expect(await outcomeOf(evaluator, "one\ntwo $(echo", { scope, where: "stdout" })).toBe(
      "CWL_EXPRESSION: stdout: $(echo: the bracket is not closed (at 2:5 of the text)",
    );
  });
});

describe("JavaScript", () => {
  test.each([
    ["$(1+1)", 2],
    [`$("/foo/bar/baz".split('/').slice(-1)[0])`, "baz"],
    ["${\n  var r = [];\n  for (var i = 3; i >= 1; i--) {\n    r.push(i);\n  }\n  return r;\n}\n", [3, 2, 1]],
    ["$(true)", true],
    ["$(false)", false],
    ["$({'output': (inputs.i1 == 'the-default' ? 1 : 2)})", { output: 2 }],
    ["$({'output': null })", { output: null }],
    ["$(inputs.s.length)", 3],
    ["$(inputs.nosuch)", null],
    ["${ }", null],
    ["$({a: undefined, b: [undefined]})", { b: [null] }],
    ["$(new Date(0))", "1970-01-01T00:00:00.000Z"],
    ["$(inputs.s + ' // ' + ')')", "abc // )"],
    ["$(inputs.s // why\n)", "abc"],
    ["a$(inputs.s.toUpperCase())b${ return [1]; }", "aABCb[1]"],
    ["$(self.x + runtime.cores)", 9],
    ["$('😀\\u0000\\ud800'.length)", 4],
    ["$('😀\\u0000')", "😀\u0000"],
    ["$(typeof Date.now() + typeof Math.random())", "numbernumber"],
    ["${ console.log(1); return this === undefined; }", true],
    ["${ try { undeclared = 1; } catch (e) { return e.name; } }", "ReferenceError"],
  ])("%s", async (expression, expected) => {
    const variation = { inputs: { i1: 1, s: "abc" }, runtime: { cores: 4 }, self: { x: 5 } };
    expect(await evaluateOne(evaluator, expression, variation)).toEqual(expected);
  });

  test("values cross unchanged", async () => {
    const inputs = {
      value: {
        text: 'é😀\u2028"\\ \u0000',
        __proto__: null,
        numbers: [0, -1.5, 1e300, 123456789012],
        nested: [[], {}, null, true],
      },
    };
    expect(await evaluateOne(evaluator, "$([inputs.value][0])", { inputs })).toEqual(
      JSON.parse(JSON.stringify(inputs.value)),
    );
  });

  test("the library is there, and its functions see the inputs", async () => {
    const scope = withLibrary("function foo() { return 2; }", "var unit = 'MB'; const size = () => inputs.n + unit;");
    expect(await evaluateOne(evaluator, "$(foo() + size())", { scope, inputs: { n: 3 } })).toBe("23MB");
    expect(await outcomeOf(evaluator, "$(foo())")).toMatch(/^CWL_EXPRESSION: .*ReferenceError: foo is not defined/);
  });

  test("numbers in a longer text have no exponent", async () => {
    const inputs = { n: 1e21, list: [2.5e-7, 1.5] };
    expect(await evaluateOne(evaluator, "<$(inputs.n)>", { inputs })).toBe("<1000000000000000000000.0>");
    expect(await evaluateOne(evaluator, "<$(inputs.list)>", { inputs })).toBe("<[0.00000025, 1.5]>");
    expect(await evaluateOne(evaluator, "$(inputs.n)", { inputs })).toBe(1e21);
  });

  test("the entries of the library are one script", async () => {
    const scope = withLibrary("var one = later();", "var table = {", "a: 2 };", "function later() { return 1; }");
    expect(await evaluateOne(evaluator, "$([one, table.a])", { scope })).toEqual([1, 2]);
  });

  test("many jobs at once get their own answers", async () => {
    const jobs = Array.from({ length: 1500 }, (_, n) =>
      evaluateOne(evaluator, "$({output: inputs.n * 2})", { inputs: { n } }),
    );
    expect(await Promise.all(jobs)).toEqual(jobs.map((_, n) => ({ output: n * 2 })));
  });

  test("several expressions over large inputs see them as they were", async () => {
    const list = Array.from({ length: 20_000 }, (_, n) => ({ class: "File", path: `/data/file${n}` }));
    const evaluations = [
      {
        expression:
          "${ var n = inputs.list.length; inputs.list.length = 0; globalThis.leak = 1; return [n, typeof leak]; }",
      },
      { expression: "${ return [inputs.list.length, typeof leak, self]; }", self: 1 },
      { expression: "${ var a = []; for (var i = 0; i < 30; i++) a.push('x'.repeat(1 << 20)); return a.length; }" },
      { expression: "${ return [inputs.list.length, typeof leak, self]; }", self: 2 },
    ];
    const values = await evaluator.evaluateAll({ scope: javascript, inputs: { list }, runtime: {}, evaluations });
    expect(values).toEqual([[20_000, "number"], [20_000, "undefined", 1], 30, [20_000, "undefined", 2]]);
  });

  test("large inputs arrive whole", async () => {
    const list = Array.from({ length: 20_000 }, (_, n) => ({ class: "File", path: `/data/file${n}` }));
    expect(
      await evaluateOne(evaluator, "$(inputs.list.map(function (f) { return f.path; }).length)", { inputs: { list } }),
    ).toBe(20_000);
    expect(await evaluateOne(evaluator, "$(1 + 1)")).toBe(2);
  });
});

describe("JavaScript errors", () => {
  test.each([
    ["$(inputs.nil.x)", "TypeError: cannot read property 'x' of null (at 1:3)"],
    ["$(1 + nope)", "ReferenceError: nope is not defined (at 1:7)"],
    ["x ${\n  return 'é😀' + nope;\n}", "ReferenceError: nope is not defined (at 2:18)"],
    ["$(1 +)", "SyntaxError: unexpected token in expression: ')' (at 1:6)"],
    ["${ return fail(1); }", "Error: no 1 (in expressionLib[1], 2:27)"],
    ["${ throw new RangeError('mine'); }", "RangeError: mine (at 1:14)"],
    ["${ throw {a: 1}; }", '{"a":1} was thrown'],
    ["${ throw 'text'; }", "text was thrown"],
    ["${ throw undefined; }", "undefined was thrown"],
    ["${ throw null; }", "null was thrown"],
    ["${ throw Symbol('s'); }", "Symbol(s) was thrown"],
  ])("%s", async (expression, expected) => {
    const scope = withLibrary("var a;", "function fail(n) {\n  throw new Error('no ' + n);\n}");
    const outcome = await outcomeOf(evaluator, expression, { scope, inputs: { nil: null }, where: "steps.a.when" });
    expect(outcome).toMatch(/^CWL_EXPRESSION: steps\.a\.when: \$/);
    expect(outcome).toContain(`: ${expected}`);
  });

  test.each([
    ["$(function () {})", "it returned a function"],
    ["$(0 / 0)", "it returned NaN"],
    ["$({a: [1 / 0]})", 'the field or item "0" of its result is Infinity'],
    ["$({f: function () {}})", 'the field or item "f" of its result is a function'],
    ["$(Symbol('x'))", "it returned a symbol"],
    ["$(10n)", "it returned a BigInt"],
    ["$(new Map())", "it returned a JavaScript Map"],
    ["$([/x/])", 'the field or item "0" of its result is a JavaScript RegExp'],
    ["${ var a = []; a.push(a); return a; }", "its result contains itself"],
  ])("%s", async (expression, expected) => {
    expect(await outcomeOf(evaluator, expression)).toBe(
      `CWL_EXPRESSION: ${expression} has no JSON result: ${expected}`,
    );
  });

  test("a fault of the library is placed there", async () => {
    const outcome = await outcomeOf(evaluator, "$(1 + 1)", { scope: withLibrary("var a = 1;", "var b = ;") });
    expect(outcome).toMatch(/SyntaxError: .* \(in expressionLib\[1\], 1:9\)$/);
  });

  test("the first evaluation that fails is reported, later jobs go on", async () => {
    const evaluations = [
      { expression: "$(1 + 1)" },
      { expression: "$(first.x + 1)" },
      { expression: "$(second.x + 1)" },
    ];
    await expect(
      evaluator.evaluateAll({ scope: javascript, inputs: {}, runtime: {}, evaluations }),
    ).rejects.toMatchObject({
      code: "CWL_EXPRESSION",
      message: expect.stringContaining("first is not defined") as string,
    });
    expect(await evaluateOne(evaluator, "$(1 + 1)")).toBe(2);
  });

  test("long expressions are shortened", async () => {
    expect(await outcomeOf(evaluator, `$(nope + "${"x".repeat(500)}")`)).toMatch(
      /^CWL_EXPRESSION: \$\(nope \+ "x+…: Ref/,
    );
  });
});

describe("only what is mentioned is carried over, and nobody can tell", () => {
  test.each([
    ["$(Object.keys(inputs))", ["a", "b"]],
    ["$('a' in inputs)", true],
    ["$(inputs[('b')])", 2],
    ["$(inputs['a'] + inputs . b + inputs?.a)", 4],
    ["$(JSON.stringify(inputs))", '{"a":1,"b":2}'],
    ["$((0, eval)('inp' + 'uts').b + 1)", 3],
    ["$(inputs.hasOwnProperty('b') && true)", true],
    ["$(read() + 1)", 3],
    ["${ var i = inputs; return i.b; }", 2],
    ["${ var {b} = inputs; return b; }", 2],
  ])("%s", async (expression, expected) => {
    const scope = withLibrary("function read() { return inputs.b; }");
    expect(await evaluateOne(evaluator, expression, { scope, inputs: { a: 1, b: 2 } })).toEqual(expected);
  });
});

/** A value without numbers that JavaScript may have rounded. */
function held(value: Json): Json {
  const small = (_key: string, part: unknown): unknown =>
    Number.isInteger(part) && !Number.isSafeInteger(part) ? 7 : part;
  return JSON.parse(JSON.stringify(value), small) as Json;
}

test("a reference means the same by hand and in JavaScript", async () => {
  const key = fc.string({ unit: "binary", minLength: 1 }).filter((text) => text !== "__proto__");
  const paths = fc.array(fc.tuple(fc.array(fc.oneof(key, fc.nat({ max: 2 })), { maxLength: 4 }), fc.jsonValue()), {
    minLength: 30,
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(paths, async (list) => {
      const inputs: Record<string, Json> = {};
      const evaluations = list.flatMap(([keys, leaf], index) => {
        inputs[`i${index}`] = keys.reduceRight<Json>(
          (inner, part) => (typeof part === "number" ? [...Array<Json>(part).fill(null), inner] : { [part]: inner }),
          held(leaf as Json),
        );
        const written = keys
          .map((part) => `[${typeof part === "number" ? part : `'${part.replaceAll(/[\\']/g, "\\$&")}'`}]`)
          .join("");
        // A string literal cannot hold a line end, a reference can.
        const script = keys.map((part) => `[${JSON.stringify(part)}]`).join("");
        return [{ expression: `$(inputs.i${index}${written})` }, { expression: `$((inputs.i${index}${script}))` }];
      });
      const values = await evaluator.evaluateAll({ scope: javascript, inputs, runtime: {}, evaluations });
      for (let index = 0; index < values.length; index += 2)
        expect(JSON.stringify(values[index])).toBe(JSON.stringify(values[index + 1]));
    }),
    { numRuns: 15 },
  );
});

describe("life cycle", () => {
  test("an abort rejects with its reason, at once, and the engine goes on", async () => {
    const controller = new AbortController();
    const reason = new Error("stop");
    const endless = evaluator.evaluateAll({
      scope: javascript,
      inputs: {},
      runtime: {},
      evaluations: [{ expression: "${ while (true); }" }],
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(reason), 50);
    await expect(endless).rejects.toBe(reason);
    expect(await evaluateOne(evaluator, "$(1 + 1)")).toBe(2);
    await expect(
      evaluator.evaluateAll({ scope: javascript, inputs: {}, runtime: {}, evaluations: [], signal: controller.signal }),
    ).rejects.toBe(reason);
  });

  test("jobs that share a batch with one that has to be killed are still answered", async () => {
    const before = evaluateOne(evaluator, "$(1 + 1)");
    const killed = outcomeOf(evaluator, "$(new Array(1e9) + '')", { timeoutMs: 300 });
    const after = Array.from({ length: 10 }, (_, n) => evaluateOne(evaluator, "$(inputs.n + 1)", { inputs: { n } }));
    expect(await killed).toBe("EXPRESSION_TIMEOUT: $(new Array(1e9) + '') ran longer than 0.3 s");
    expect(await before).toBe(2);
    expect(await Promise.all(after)).toEqual(after.map((_, n) => n + 1));
  });

  test("the one that was killed is named", async () => {
    const evaluations = [{ expression: "$(1 + 1)" }, { expression: "$(new Array(1e9) + '')" }];
    const request = { scope: javascript, inputs: {}, runtime: {}, evaluations, timeoutMs: 300 };
    await expect(evaluator.evaluateAll(request)).rejects.toMatchObject({
      message: "$(new Array(1e9) + '') ran longer than 0.3 s",
    });
  });

  test("many libraries are told apart", async () => {
    const values = Array.from({ length: 600 }, (_, n) =>
      evaluateOne(evaluator, "$(f())", { scope: withLibrary(`function f() { return ${n}; }`) }),
    );
    expect(await Promise.all(values)).toEqual(values.map((_, n) => n));
  });

  test("inputs that cannot fit are refused", async () => {
    const inputs = { text: "x".repeat(3 * 1024 * 1024) };
    expect(await outcomeOf(evaluator, "$(inputs.text.trim())", { inputs, memoryBytes: 2 * 1024 * 1024 })).toMatch(
      /^EXPRESSION_MEMORY: /,
    );
  });

  test("limits of memory are per call", async () => {
    const expression = "$(new Array(300000).fill(1).length)";
    expect(await outcomeOf(evaluator, expression, { memoryBytes: 2 * 1024 * 1024 })).toMatch(
      /^EXPRESSION_MEMORY: .* more than 2 MiB/,
    );
    expect(await evaluateOne(evaluator, expression)).toBe(300_000);
  });

  test("a closed evaluator refuses, and rejects what is under way", async () => {
    const closing = createExpressionEvaluator();
    const endless = outcomeOf(closing, "${ while (true); }");
    await new Promise((resolve) => setTimeout(resolve, 20));
    await closing[Symbol.asyncDispose]();
    expect(await endless).toMatch(/^RUN_CANCELLED: /);
    expect(await outcomeOf(closing, "$(1 + 1)")).toMatch(/^RUN_CANCELLED: /);
  });
});

describe("what is too much", () => {
  const nested = (levels: number): string => `\${ var a = 1; for (var i = 0; i < ${levels}; i++) a = [a]; return a; }`;

  test("a result nests as deep as others can follow", async () => {
    await using evaluator = createExpressionEvaluator();
    expect(JSON.stringify(await evaluateOne(evaluator, nested(1000)))).toHaveLength(2001);
    expect(await outcomeOf(evaluator, nested(5000))).toMatch(
      /^CWL_EXPRESSION: .*its result nests deeper than 1000 levels/,
    );
  });

  test("what is thrown is not shown whole", async () => {
    await using evaluator = createExpressionEvaluator();
    for (const thrown of ["'x'.repeat(5e7)", "new Error('x'.repeat(5e7))", "{ a: 'x'.repeat(5e7) }"]) {
      const outcome = await outcomeOf(evaluator, `\${ throw ${thrown}; }`);
      expect(outcome).toMatch(/^CWL_EXPRESSION: .*xxx/);
      expect(outcome.length).toBeLessThan(2000);
    }
  });

  test("a text does not grow without end by what is put into it", async () => {
    await using evaluator = createExpressionEvaluator();
    const inputs = { big: "x".repeat(10_000_000) };
    const outcome = await outcomeOf(evaluator, "$(inputs.big)".repeat(200), { inputs, scope: references });
    expect(outcome).toMatch(/^CWL_EXPRESSION: .*the text that it is a part of is too long/);
  });
});

describe("integers that JavaScript cannot hold", () => {
  const n = exactNumber("6150769120280496265");
  const given = { inputs: { n, list: [1, n], r: { f: exactNumber("1.0") } }, self: [n] };

  test.each([
    ["$(inputs.n)", "6150769120280496265"],
    ["$(inputs.list)", "[1,6150769120280496265]"],
    ["a $(inputs.n) $(self) $(inputs.r)", '"a 6150769120280496265 [6150769120280496265] {\\"f\\": 1.0}"'],
    ["$(inputs.list[0] + 1)", "2"],
    ["$(inputs.list.length + self.length)", "3"],
    ["$(inputs.r.f + 1)", "2"],
    ["$(inputs.r)", '{"f":1.0}'],
    ["$((inputs.r))", '{"f":1}'],
    ["${ try { return inputs.n; } catch (e) { return 'caught'; } }", '"caught"'],
    ["$(Math.pow(2, 53) + 0)", "9007199254740992"],
    ["$(1e20 + 0)", "100000000000000000000"],
  ])("%s", async (expression, json) => {
    expect(JSON.stringify(await evaluateOne(evaluator, expression, given))).toBe(json);
  });

  test.each([
    ["$(inputs.n + 1)", "inputs.n"],
    ["${ return inputs; }", "inputs.n"],
    ["$(JSON.stringify(inputs))", "inputs.n"],
    ["$(inputs.list.map(function (x) { return x; }))", "inputs.list[1]"],
    ["$(self[0] * 2)", "self[0]"],
  ])("%s is refused", async (expression, name) => {
    await expect(evaluateOne(evaluator, expression, given)).rejects.toMatchObject({
      code: "CWL_EXPRESSION",
      message: expect.stringContaining(
        `${name} is 6150769120280496265, which JavaScript cannot hold: it rounds integers beyond 2^53; $(${name}) alone`,
      ) as string,
    });
  });

  test("self itself is refused", async () => {
    await expect(evaluateOne(evaluator, "$(self + 1)", { self: n })).rejects.toMatchObject({
      message: expect.stringContaining("self is 6150769120280496265, which") as string,
    });
    expect(JSON.stringify(await evaluateOne(evaluator, "$(self)", { self: n }))).toBe("6150769120280496265");
  });

  test("what JavaScript rounded is a float", async () => {
    expect(JSON.stringify(await evaluateOne(evaluator, "$([parseInt('6150769120280496265'), 5])"))).toBe(
      "[6150769120280496000.0,5]",
    );
  });
});
