import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import { evaluateOne, outcomeOf } from "./evaluate.ts";

const evaluator = createExpressionEvaluator({ timeoutMs: 250, memoryBytes: 48 * 1024 * 1024 });
afterAll(() => evaluator[Symbol.asyncDispose]());

/** Whatever an attack did, the next job must not notice. */
afterEach(async () => {
  expect(await evaluateOne(evaluator, "$(inputs.x + 1)", { inputs: { x: 41 } })).toBe(42);
});

describe("an expression that wants out finds nothing", () => {
  test.each([
    ["constructor escape", "$(inputs.constructor.constructor('return typeof process')())", '"undefined"'],
    ["function constructor", "$(Function('return typeof require')())", '"undefined"'],
    ["constructor of a host function", "$(Math.random.constructor('return typeof process')())", '"undefined"'],
    ["constructor of the console", "$(console.log.constructor('return typeof process')())", '"undefined"'],
    ["indirect eval", "$((0, eval)('typeof globalThis.process'))", '"undefined"'],
    ["global this", "${ return typeof this; }", '"undefined"'],
    ["callers", "${ return (function f() { return f.caller; })(); }", "CWL_EXPRESSION"],
    [
      "host globals",
      "$(['process','require','fetch','setTimeout','Buffer','WebAssembly','std','os'].filter(n => n in globalThis))",
      "[]",
    ],
    ["a message for the C library", "$(typeof print + typeof scriptArgs)", '"undefinedundefined"'],
    ["import()", "$(import('fs'))", "CWL_EXPRESSION"],
    ["import() with a handler", "${ import('fs').catch(e => { globalThis.leak = e; }); return 1; }", "1"],
    [
      "getters on a thrown object",
      "${ throw { get message() { throw 1; }, toString() { throw 2; }, toJSON() { throw 3; } }; }",
      "CWL_EXPRESSION",
    ],
    [
      "a proxy as a thrown object",
      "${ throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } }); }",
      "CWL_EXPRESSION",
    ],
    [
      "replaced intrinsics",
      "${ JSON.stringify = JSON.parse = () => 'x'; Array.prototype.toJSON = () => 'y'; return [1]; }",
      '"y"',
    ],
    ["a string that looks like an answer", "$('=1')", '"=1"'],
    ["__proto__ as a key", `$(JSON.parse('{"__proto__": {"a": 1}}'))`, '{"__proto__":{"a":1}}'],
    ["closing the wrapper", "$(1 }, function () { return 2)", "CWL_EXPRESSION"],
  ])("%s", async (_name, expression, expected) => {
    expect(await outcomeOf(evaluator, expression)).toMatch(
      expected === "CWL_EXPRESSION" ? /^CWL_EXPRESSION: / : expected,
    );
  });
});

describe("nothing survives an evaluation", () => {
  test.each([
    [
      "Object.prototype",
      "${ Object.prototype.leak = 1; Array.prototype.map = null; return 0; }",
      "$([typeof ({}).leak, typeof [].map])",
      ["undefined", "function"],
    ],
    ["globals", "${ globalThis.leak = 1; return 0; }", "$(typeof leak)", "undefined"],
    [
      "intrinsics",
      "${ JSON.parse = null; Math.random = () => 4; Object.keys = null; return 0; }",
      "$([typeof JSON.parse, Math.random() === 4, Object.keys({a: 1})])",
      ["function", false, ["a"]],
    ],
    [
      "inputs",
      "${ inputs.x = 'changed'; inputs = null; return 0; }",
      "$([inputs.x, typeof self, typeof runtime])",
      [41, "object", "object"],
    ],
    [
      "frozen intrinsics",
      "${ Object.freeze(Array.prototype); Object.preventExtensions(globalThis); return 0; }",
      "$([Object.isFrozen(Array.prototype), Object.isExtensible(globalThis)])",
      [false, true],
    ],
    [
      "symbols and weak state",
      "${ Symbol.for('leak').description; RegExp.prototype.exec = null; 'leak'.match(/(leak)/); return 0; }",
      "$(typeof RegExp.prototype.exec)",
      "function",
    ],
    [
      "pending jobs",
      "${ Promise.resolve().then(() => { globalThis.leak = 1; while (true); }); return 0; }",
      "$(typeof leak)",
      "undefined",
    ],
    ["closures of the library", "$(count())", "$(count())", 1],
  ])("%s", async (_name, first, second, expected) => {
    const scope = {
      javascript: true,
      expressionLib: ["var counter = 0; function count() { return ++counter; }"],
      cwlVersion: "v1.2",
    } as const;
    const evaluate = (expression: string) => evaluateOne(evaluator, expression, { scope, inputs: { x: 41 } });
    await evaluate(first);
    expect(await evaluate(second)).toEqual(expected);
    // Also within one job.
    const both = {
      scope,
      inputs: { x: 41 },
      runtime: {},
      evaluations: [{ expression: first }, { expression: second }],
    };
    expect((await evaluator.evaluateAll(both))[1]).toEqual(expected);
  });

  test("bytes of freed memory", async () => {
    const dirty =
      "${ var a = []; for (var i = 0; i < 10; i++) a.push(new Uint8Array(1 << 20).fill(0xaa)); return a.length; }";
    expect(await evaluateOne(evaluator, dirty)).toBe(10);
    const look = "${ var n = 0; for (var i = 0; i < 10; i++) n += new Uint8Array(1 << 20).indexOf(0xaa); return n; }";
    expect(await evaluateOne(evaluator, look)).toBe(-10);
  });

  test("random numbers do not repeat", async () => {
    const expression = "$([Math.random(), Math.random()])";
    const drawn = (await Promise.all(Array.from({ length: 20 }, () => evaluateOne(evaluator, expression)))).flat();
    expect(new Set(drawn).size).toBe(40);
  });
});

describe("what takes too long is stopped", () => {
  test.each([
    ["endless loop", "${ while (true); }"],
    ["endless loop that catches", "${ while (true) { try { while (true); } catch (e) {} } }"],
    ["endless loop with finally", "${ try { while (true); } finally { while (true); } }"],
    ["endless generator", "$([...(function* () { while (true) yield 1; })()].length)"],
    ["regular expression", "$(/^(a+)+$/.test('a'.repeat(40) + 'b'))"],
    ["getter of a result", "$({ get a() { while (true); } })"],
    ["toJSON", "$({ toJSON() { while (true); } })"],
    ["getter of a thrown object", "${ throw { get message() { while (true); } }; }"],
    ["toString of a thrown object", "${ throw { toString() { while (true); } }; }"],
    ["sort", "${ var a = []; for (var i = 0; i < 1e9; i++) a[i % 1000] = i; return a; }"],
    ["inside one engine function", "$(new Array(1e9) + '')"],
    [
      "join inside one engine function",
      "$(new Array(4e8).join('').length + [].concat(new Array(1e9)).join('').length)",
    ],
  ])("%s", async (_name, expression) => {
    const start = performance.now();
    expect(await outcomeOf(evaluator, expression)).toMatch(/^EXPRESSION_(TIMEOUT|MEMORY): /);
    expect(performance.now() - start).toBeLessThan(8000);
  });

  test("an expression library that does not end", async () => {
    const scope = { javascript: true, expressionLib: ["while (true);"], cwlVersion: "v1.2" } as const;
    expect(await outcomeOf(evaluator, "$(1 + 1)", { scope })).toMatch(/^EXPRESSION_TIMEOUT: /);
  });
});

describe("what takes too much memory is stopped", () => {
  test.each([
    ["strings in an array", "${ var a = []; while (true) a.push('x'.repeat(1 << 20)); }"],
    ["numbers in an array", "${ var a = []; while (true) a.push(a.length); }"],
    ["array buffers", "${ var a = []; while (true) a.push(new Uint8Array(1 << 20)); }"],
    ["one large buffer", "$(new Uint8Array(1 << 30).length)"],
    ["doubling string", "${ var s = 'x'; while (true) s += s; }"],
    ["repeat", "$('x'.repeat(1 << 29).length)"],
    ["padEnd", "$('x'.padEnd(1 << 29).length)"],
    ["objects", "${ var o = {}; while (true) o = { o: o, a: [o] }; }"],
    ["regular expression source", "$(new RegExp('a'.repeat(1 << 28)).source.length)"],
    ["flat array", "$(Array.from({ length: 1e9 }).length)"],
    ["fill", "$(new Array(1e8).fill(0).length)"],
  ])("%s", async (_name, expression) => {
    expect(await outcomeOf(evaluator, expression, { timeoutMs: 10_000 })).toMatch(
      /^(EXPRESSION_TIMEOUT|EXPRESSION_MEMORY|CWL_EXPRESSION): /,
    );
  });

  test("memory of the process stays bounded over many attempts", async () => {
    const attack = "${ var a = []; while (true) a.push('x'.repeat(1 << 20)); }";
    await outcomeOf(evaluator, attack, { timeoutMs: 10_000 });
    const before = process.memoryUsage.rss();
    for (let attempt = 0; attempt < 6; attempt += 1) await outcomeOf(evaluator, attack, { timeoutMs: 10_000 });
    expect(process.memoryUsage.rss() - before).toBeLessThan(400 * 1024 * 1024);
  });
});

describe("deep nesting", () => {
  test.each([
    ["recursion", "$((function f() { return f() + 1; })())"],
    ["recursion through natives", "$((function f() { return [1].map(f); })())"],
    ["deep result", "${ var a = []; for (var i = 0; i < 1e5; i++) a = [a]; return a; }"],
    ["deep source", "$(eval('('.repeat(1e6)))"],
    ["deep JSON", "$(JSON.parse('['.repeat(1e6)))"],
    ["deep regular expression", "$(new RegExp('('.repeat(2e4) + ')'.repeat(2e4)).test(''))"],
    ["chain of proxies", "${ var p = {}; for (var i = 0; i < 1e5; i++) p = new Proxy(p, {}); return p.x; }"],
    [
      "chain of bound functions",
      "${ var f = function () {}; for (var i = 0; i < 1e5; i++) f = f.bind(null); return f(); }",
    ],
    ["toString that calls itself", "${ var o = {}; o.toString = function () { return '' + o; }; return '' + o; }"],
  ])("%s", async (_name, expression) => {
    expect(await outcomeOf(evaluator, expression, { timeoutMs: 10_000 })).toMatch(
      /^(CWL_EXPRESSION|EXPRESSION_MEMORY|EXPRESSION_TIMEOUT): /,
    );
  });

  test("deeply nested inputs are an error, not a crash", async () => {
    let deep: readonly unknown[] = [];
    for (let level = 0; level < 2000; level += 1) deep = [deep];
    const inputs = { deep } as never;
    expect(await outcomeOf(evaluator, "$(inputs.deep.concat(1).length)", { inputs })).toMatch(/^2$|^CWL_EXPRESSION: /);
  });
});
