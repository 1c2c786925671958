import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse as parseOther } from "yaml";
import { isSluiceError } from "@sluice/contracts";
import { documentValue } from "../../src/load/document/file-value.ts";
import { parseYaml, SourceText, type YamlNode } from "../../src/load/yaml/index.ts";

function parse(text: string): unknown {
  const root = parseYaml(new SourceText("file:///w/a.yml", text));
  return root && documentValue(root);
}

function faultOf(text: string): string {
  try {
    parse(text);
  } catch (thrown) {
    if (!isSluiceError(thrown) || !thrown.position) throw thrown;
    return `${thrown.position.line}:${thrown.position.column} ${thrown.code} ${thrown.message}`;
  }
  return "no fault";
}

test("scalars follow the core schema of YAML 1.2", () => {
  expect(
    parse("[yes, on, 017, 0o17, 0x1F, 1e22, .5, -2, ~, null, True, 1_000, 12:30:00, 2020-01-01, '5', !!str 5]"),
  ).toEqual(["yes", "on", 17, 15, 31, 1e22, 0.5, -2, null, null, true, "1_000", "12:30:00", "2020-01-01", "5", "5"]);
});

test("keys that look like numbers are the text of the number", () => {
  expect(parse("{6150769120280496265: 1, 1.0: 2, 3: 4}")).toEqual({ "6150769120280496265": 1, "1.0": 2, "3": 4 });
});

test("JSON is YAML, also with tabs", () => {
  expect(parse('{\n\t"a": [1, true, null, "\\u00e9"],\n\t"b": {}\n}')).toEqual({ a: [1, true, null, "é"], b: {} });
});

test("the tree says the same as another parser", () => {
  const fixtures = join(import.meta.dirname, "fixtures");
  const schemas = join(import.meta.dirname, "../../schemas/v1.2");
  for (const folder of [fixtures, schemas]) {
    for (const name of readdirSync(folder).filter((file) => /\.(?:cwl|yml)$/.test(file))) {
      const text = readFileSync(join(folder, name), "utf8");
      const root = parseYaml(new SourceText("file:///w/a.yml", text));
      // Files in it would be completed by documentValue.
      expect({ [name]: root && plain(root) }).toEqual({ [name]: parseOther(text, { merge: true }) });
    }
  }
});

function plain(node: YamlNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "sequence") return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plain(entry.value)]));
}

test.each([
  ["a bracket that is closed in column 0", "a:\n  b: [\n    1\n]\nc: 2", { a: { b: [1] }, c: 2 }],
  ["a bracket that is closed in the column of its key", "a:\n  b: [\n    x\n  ]\n  c: 2", { a: { b: ["x"], c: 2 } }],
  ["entries in column 0", "- a: {b: 1,\nc: 2, d:\n3}", [{ a: { b: 1, c: 2, d: 3 } }]],
  ["text within brackets that goes on in column 0", "- a: [x\ny, z]", [{ a: ["x y", "z"] }]],
  ["a comment in column 0", "a:\n  - [x,\n# ]\ny]", { a: [["x", "y"]] }],
  ["quoted text that goes on in column 0", 'a:\n  doc: "one\ntwo\n\nthree"', { a: { doc: "one two\nthree" } }],
  ["single quotes", "a:\n  doc: 'it''s\n# no comment\n'", { a: { doc: "it's # no comment " } }],
  ["an expression", 'a:\n  expression: "${\n  return 1;\n}"', { a: { expression: "${ return 1; }" } }],
  ["a line that is joined to the next", '- "a \\\n   b\\\n\n  c"', ["a b\nc"]],
  ["a colon right behind a quoted key", 'a: {"b":1,\n"c":\n[x]}', { a: { b: 1, c: ["x"] } }],
  ["a mapping of one entry within brackets", "- [a: 1, b: [c]\n]", [[{ a: 1 }, { b: ["c"] }]]],
  ["line breaks of other systems", '\ufeffa: [\r\n1\r\n]\r\nb: "x\r\ny"\r\n', { a: [1], b: "x y" }],
  ["a block that ends with the file", "a: |\n  x", { a: "x" }],
  ["a tag that is written out", "a: !<tag:yaml.org,2002:str> 5", { a: "5" }],
])("lines may be laid out as libyaml allows it: %s", (_, text, value) => {
  expect(parse(text)).toEqual(value);
});

test("an empty document has no value", () => {
  expect(parse("")).toBeUndefined();
  expect(parse("# only a comment\n")).toBeUndefined();
});

test("aliases and merge keys are written out, and own keys win", () => {
  expect(parse("base: &b {x: 1, y: 2}\nmore:\n  <<: *b\n  y: 3\nsame: *b")).toEqual({
    base: { x: 1, y: 2 },
    more: { x: 1, y: 3 },
    same: { x: 1, y: 2 },
  });
});

test("a key named __proto__ is a key", () => {
  expect(Object.keys(parse("__proto__: 1") as object)).toEqual(["__proto__"]);
});

test.each([
  ["a: 1\nb: 2\na: 3", "3:1 YAML_SYNTAX the key 'a' is here twice"],
  ["a: [1,\nb: 2", "1:4 YAML_SYNTAX the bracket [ is not closed"],
  ["a: [1, 2\nb: 3\n", "1:4 YAML_SYNTAX the bracket [ is not closed"],
  ["a: [1, 2\nb: {c: 3}\n", "1:4 YAML_SYNTAX the bracket [ is not closed"],
  ["a: [1, 2}\nb: 3", "1:9 YAML_SYNTAX a comma or ] is missing before '}'"],
  ['a: ["x"\n  "y"]', "2:3 YAML_SYNTAX a comma or ] is missing before '\"'"],
  ["a: {b\n: 1}", "2:1 YAML_SYNTAX a key and its ':' must stand in one line"],
  ["a: [x\n---\n]", "1:4 YAML_SYNTAX the bracket [ is not closed"],
  ["a: [b]]", "1:7 YAML_SYNTAX there is no bracket that this ] closes"],
  ["a: [b, , c]", "1:8 YAML_SYNTAX a value is missing before ','"],
  ["a: [\n- b]", "2:1 YAML_SYNTAX a list within brackets has no '- '"],
  ["a: - b", "1:4 YAML_SYNTAX a list cannot begin here"],
  ['a: "x\nb: "y"', '1:4 YAML_SYNTAX the quote " is not closed'],
  ['a: "x\n---\n"', '1:4 YAML_SYNTAX the quote " is not closed'],
  ['a: "x" y', "1:8 YAML_SYNTAX there is text behind the closing quote"],
  ['a: "\\q"', "1:5 YAML_SYNTAX \\q has no meaning in double quotes"],
  ['a: "\\u12"', "1:5 YAML_SYNTAX \\u needs 4 hexadecimal digits of a character"],
  ["a: 1\nb", "2:1 YAML_SYNTAX there is no ':' after this key"],
  ["a:\n  - b\n c: 1", "3:2 YAML_SYNTAX the indentation is wrong (bad indentation of a mapping entry)"],
  ["- a\n  b: c", "2:4 YAML_SYNTAX the indentation is wrong (bad indentation of a mapping entry)"],
  ["a: |x\n  y", "1:4 YAML_SYNTAX after | or > there can be + or -, a digit from 1 to 9, and a comment"],
  ["a: &\n", "1:4 YAML_SYNTAX a name is missing after &"],
  ["%YAML 2.0\n---\na: 1", "1:1 YAML_SYNTAX this is not YAML 1"],
  ["%YAML 1.2\na: 1", "2:1 YAML_SYNTAX after directives a line '---' is needed"],
  ["a: b\u0007", "1:5 YAML_SYNTAX there is a character that is not text"],
  ["a: *nope", "1:4 YAML_SYNTAX there is no anchor '&nope' before this alias"],
  ["a: &text{b: c}", "1:9 YAML_SYNTAX a blank is missing between a name and its value"],
  ["a: &x [*x]", "1:8 YAML_SYNTAX the alias '*x' is inside what it stands for"],
  ["a: 1\n---\nb: 2", "3:1 YAML_SYNTAX the file has more than one YAML document"],
  ["a: !!python/object x", "1:4 YAML_SYNTAX the tag '!!python/object' has no meaning here"],
  ["? [a]\n: 1", "1:3 YAML_SYNTAX a key must be a plain value, not a list or mapping"],
  ["a: .nan", "1:4 DOCUMENT_LIMIT .nan has no form in JSON"],
  ["a: 1e999", "1:4 DOCUMENT_LIMIT the number 1e999 is too large"],
])("%j is refused", (text, fault) => {
  expect(faultOf(text)).toBe(fault);
});

test.each(["a: 1\nKEY: 2", '{"KEY" : 2}', "[{KEY: 2}]"])("a key has a limit: %s", (text) => {
  expect(faultOf(text.replace("KEY", "k".repeat(1000)))).toBe("no fault");
  expect(faultOf(text.replace("KEY", "k".repeat(1025)))).toMatch(/YAML_SYNTAX a key can have at most 1024 characters$/);
});

test("deep nesting is refused", () => {
  expect(faultOf("[".repeat(200) + "]".repeat(200))).toContain(
    "DOCUMENT_LIMIT the document nests deeper than 100 levels",
  );
});

test("an alias bomb is refused quickly", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 12; level++)
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(", ")}]`,
    );
  expect(faultOf(lines.join("\n"))).toContain("DOCUMENT_LIMIT the aliases of the document add more than");
});
