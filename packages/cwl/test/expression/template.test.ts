import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { needsEvaluation, parseTemplate } from "../../src/expression/template.ts";
import type { CwlVersion } from "../../src/model/index.ts";

/** Literal text as it is, expressions in guillemets. */
function shown(source: string, cwlVersion: CwlVersion = "v1.2", keepWhitespace = false): string {
  return parseTemplate(source, { cwlVersion, keepWhitespace })
    .parts.map((part) => (typeof part === "string" ? part : `«${part.body}»`))
    .join("");
}

describe("where an expression ends", () => {
  test.each([
    ["a $(inputs.x) b", "a «inputs.x» b"],
    ["$(a)$(b)", "«a»«b»"],
    ["$$(a)$", "$«a»$"],
    ["$(f(1)(2)) )", "«f(1)(2)» )"],
    ["${ if (a) { return '}'; } } }", "« if (a) { return '}'; } » }"],
    [`$("a)\\")" + ')')x`, `«"a)\\")" + ')'»x`],
    ["$(`a)${ '}' + `)` })`)x", "«`a)${ '}' + `)` })`»x"],
    ["${ // it's }\n return 1; }x", "« // it's }\n return 1; »x"],
    ["${ /* don't } */ return 1; }x", "« /* don't } */ return 1; »x"],
    ["$(a.replace(/[)'/]\\)/g, ''))x", "«a.replace(/[)'/]\\)/g, '')»x"],
    ["$(a / b / (c))x", "«a / b / (c)»x"],
    ["$(a++ / 2 + (')'))x", "«a++ / 2 + (')')»x"],
    ["$(a[0] / 2 + ')'.length / 2)x", "«a[0] / 2 + ')'.length / 2»x"],
    ["${ return /}/.test(x) }x", "« return /}/.test(x) »x"],
    ["$({a: [1, {b: ')'}]})x", "«{a: [1, {b: ')'}]}»x"],
    ["$('http://x/' + a)x", "«'http://x/' + a»x"],
    // Unbalanced inside: the bracket that was opened decides, so that the engine can name the error.
    ["$(a ] b)x", "«a ] b»x"],
  ])("%s", (source, expected) => {
    expect(shown(source)).toBe(expected);
  });

  test.each([
    ["$(a", 0],
    ["x ${ return 1", 2],
    ["$(a) $('b)", 5],
    ["$(a(b)", 0],
    ["\\\\$(", 2],
  ])("%s is not closed", (source, offset) => {
    expect(parseTemplate(source, { cwlVersion: "v1.2" }).unfinished).toBe(offset);
  });

  test("many slashes take no time worth mentioning", () => {
    const start = performance.now();
    parseTemplate(`$(${"/[".repeat(50_000)})`, { cwlVersion: "v1.2" });
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("a string that is one expression keeps the type of its value", () => {
  test("white space around it does not count", () => {
    expect(parseTemplate("  $(inputs.x)\n", { cwlVersion: "v1.2" }).whole?.body).toBe("inputs.x");
  });
  test("unless it is kept, as in the entry of a Dirent", () => {
    const template = parseTemplate("$(inputs.x)\n", { cwlVersion: "v1.2", keepWhitespace: true });
    expect(template.whole).toBeUndefined();
    expect(template.parts).toHaveLength(2);
    expect(parseTemplate("$(inputs.x)", { cwlVersion: "v1.2", keepWhitespace: true }).whole?.offset).toBe(0);
  });
  test("two expressions are text", () => {
    expect(parseTemplate("$(a)$(b)", { cwlVersion: "v1.2" }).whole).toBeUndefined();
  });
});

describe("backslashes", () => {
  test.each([
    // The cases of the conformance test quoting_multiple_backslashes.
    ["'$(val)'", "'«val»'"],
    ["'\\$(val)'", "'$(val)'"],
    ["'\\\\$(val)'", "'\\«val»'"],
    ["'\\\\\\$(val)'", "'\\$(val)'"],
    ["'\\\\\\\\$(val)'", "'\\\\«val»'"],
    ["'\\\\\\\\\\$(val)'", "'\\\\$(val)'"],
    ["'\\\\\\\\\\\\$(val)'", "'\\\\\\«val»'"],
    ["'\\\\\\\\\\\\\\$(val)'", "'\\\\\\$(val)'"],
    ["'\\'", "'\\'"],
    ["'\\\\'", "'\\'"],
    ["'\\\\\\'", "'\\\\'"],
    ["'$'", "'$'"],
    ["'\\$'", "'\\$'"],
    ["'\\\\$'", "'\\$'"],
    ["'$$$'", "'$$$'"],
    ["\\${ x }", "${ x }"],
    ["echo \\\n  $(a)\\", "echo \\\n  «a»\\"],
    ["\\n\\t$(a)", "\\n\\t«a»"],
  ])("v1.2: %s", (source, expected) => {
    expect(shown(source)).toBe(expected);
  });

  test.each([
    ["\\$(val) $(val)", "$(val) «val»"],
    ["\\\\$(val)", "\\«val»"],
    ["\\n$(val)", "n«val»"],
    ["a\\ b$(val)\\", "a b«val»\\"],
  ])("before v1.2: %s", (source, expected) => {
    expect(shown(source, "v1.0")).toBe(expected);
    expect(shown(source, "v1.1")).toBe(expected);
  });
});

describe("properties", () => {
  const literal = fc.string({
    unit: fc.constantFrom("a", "\\", "$", "(", ")", "{", "}", "'", '"', "/", "`", "\n", " ", "é", "😀"),
  });

  test("every string can be taken apart", () => {
    fc.assert(
      fc.property(literal, fc.constantFrom<CwlVersion>("v1.0", "v1.1", "v1.2"), (source, cwlVersion) => {
        for (const part of parseTemplate(source, { cwlVersion, keepWhitespace: true }).parts) {
          if (typeof part !== "string") expect(source.startsWith(part.text, part.offset)).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test("escaped text comes back, whatever it is", () => {
    fc.assert(
      fc.property(literal, (text) => {
        const escaped = text.replace(/\\/g, "\\\\").replace(/\$(?=[({])/g, "\\$");
        expect(shown(escaped, "v1.2", true)).toBe(text);
        expect(shown(text.replace(/[\\$]/g, "\\$&"), "v1.0", true)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test("quoted strings never end an expression early", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("(", "{"), (text, open) => {
        const source = `$${open}f(${JSON.stringify(text)})${open === "(" ? ")" : "}"}`;
        expect(parseTemplate(source, { cwlVersion: "v1.2" }).whole?.text).toBe(source);
      }),
    );
  });

  test("only strings with $( or ${ need evaluation", () => {
    expect(["$(", "a${b", "$ (a)", "\\$(a)", "plain\\\\", 1, null, ["$(a)"]].filter(needsEvaluation)).toEqual([
      "$(",
      "a${b",
      "\\$(a)",
    ]);
  });
});

test("guesses that lead nowhere do not add up", () => {
  for (const text of ["$(/[", "$(/*)", "$(`)", "$(//)\n", "$('", "${(`", "$(/[)"]) {
    const { parts } = parseTemplate(text.repeat(200_000), { cwlVersion: "v1.2" });
    expect(parts.length).toBeGreaterThanOrEqual(0);
  }
});
