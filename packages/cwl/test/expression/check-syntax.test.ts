import { expect, test } from "vitest";
import { checkLibrarySyntax, parseTemplate, templateFaults } from "../../src/expression/index.ts";

const checkExpressionSyntax = (source: string, scope: typeof on | typeof off): ReturnType<typeof templateFaults> =>
  templateFaults(source, parseTemplate(source, { ...scope, keepWhitespace: true }), scope);

const on = { javascript: true, cwlVersion: "v1.2" } as const;
const off = { javascript: false, cwlVersion: "v1.2" } as const;

test.each(["plain \\", "$(inputs.x)", "a $(inputs.x) ${ return 1; }", "$(x => ({...x}))", "\\$(echo"])(
  "%s is in order",
  (source) => {
    expect(checkExpressionSyntax(source, on)).toEqual([]);
  },
);

test("a syntax error has an offset in the string and a place in the expression", () => {
  const source = "one $(inputs.x)\ntwo ${\n  var a = ;\n}";
  const [fault] = checkExpressionSyntax(source, on);
  expect(fault).toMatchObject({ line: 2, column: 11, message: "Unexpected token ';'", expression: "${ var a = ; }" });
  expect(source.slice(fault?.offset)).toBe(";\n}");
});

test("on the first line, too", () => {
  const source = "😀 $(1 + * 2)";
  const [fault] = checkExpressionSyntax(source, on);
  expect(source.slice(fault?.offset)).toBe("* 2)");
  expect(fault).toMatchObject({ line: 1, column: 7 });
});

test("strict mode is checked", () => {
  expect(checkExpressionSyntax("${ with (inputs) { return x; } }", on)).toHaveLength(1);
});

test("what is not closed, and JavaScript that is not allowed", () => {
  expect(checkExpressionSyntax("a $(1 + 1) $(inputs.x", on)).toMatchObject([{ offset: 11, expression: "$(inputs.x" }]);
  expect(checkExpressionSyntax("a $(inputs.x) $(1 + 1)", off)).toMatchObject([{ offset: 14 }]);
});

test("nothing is run", () => {
  expect(checkExpressionSyntax("${ while (true); }", on)).toEqual([]);
  expect(checkLibrarySyntax(["while (true);"])).toEqual([]);
  expect(checkExpressionSyntax(`$(${"(".repeat(50_000)}${")".repeat(50_000)})`, on)).toHaveLength(1);
});

test("libraries", () => {
  const faulty = "function f() {}\nvar = 1;";
  expect(checkLibrarySyntax([faulty])).toMatchObject([{ entry: 0, line: 2, column: 5, offset: 20 }]);
  expect(checkLibrarySyntax(["var a;", faulty, "("])).toMatchObject([{ entry: 1 }, { entry: 2 }]);
});

test("entries of a library are one script", () => {
  expect(checkLibrarySyntax(["var table = {", "a: 1 };"])).toEqual([]);
  expect(checkLibrarySyntax(["let a;", "let b;\nlet a;"])).toMatchObject([{ entry: 1, line: 2, column: 5 }]);
});
