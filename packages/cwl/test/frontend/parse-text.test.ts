import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ArrayType, CwlType, EnumType, RecordType } from "../../src/model/index.ts";
import { parseTexts } from "../../src/frontend/parse-text.ts";

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "sluice-parse-"));
  await writeFile(join(cwd, "there.txt"), "");
});
afterAll(async () => {
  await rm(cwd, { recursive: true });
});

const list = (items: CwlType): ArrayType => ({ type: "array", items });
const color: EnumType = { type: "enum", symbols: ["red", "green"] };
const pair: RecordType = { type: "record", fields: [{ name: "a", type: "int" }] };
const file = (path: string): unknown => ({ class: "File", path });

describe("parseTexts", () => {
  const good: [CwlType, string[], unknown][] = [
    ["int", ["-3"], -3],
    [["null", "int"], ["+7"], 7],
    ["long", ["9007199254740991"], 9_007_199_254_740_991],
    ["double", [".5"], 0.5],
    ["double", ["2"], 2],
    ["boolean", ["true"], true],
    ["boolean", ["false"], false],
    ["string", ["5"], "5"],
    ["string", [""], ""],
    [["int", "string"], ["5"], 5],
    [["string", "int"], ["5"], 5],
    [["string", "int"], ["five"], "five"],
    [["null", "int"], ["null"], null],
    [["null", "string"], ["null"], "null"],
    [color, ["red"], "red"],
    [[color, "string"], ["blue"], "blue"],
    ["File", ["a/b.txt"], file("a/b.txt")],
    ["Directory", ["d"], { class: "Directory", path: "d" }],
    ["File", ['{"class": "File", "location": "x"}'], { class: "File", location: "x" }],
    [["File", "string"], ["there.txt"], file("there.txt")],
    [["File", "string"], ["not-there.txt"], "not-there.txt"],
    [pair, ['{"a": 1}'], { a: 1 }],
    [list("int"), ["1"], [1]],
    [list("int"), ["1", "2"], [1, 2]],
    [list("int"), ["[1, 2]"], [1, 2]],
    [["string", list("string")], ["a"], "a"],
    [
      ["string", list("string")],
      ["a", "b"],
      ["a", "b"],
    ],
    [list("File"), ["x", "y"], [file("x"), file("y")]],
    [list(list("int")), ["[1]", "[2, 3]"], [[1], [2, 3]]],
    ["Any", ["[1]"], [1]],
    ["Any", ["text"], "text"],
  ];
  it.each(good)("reads %j from %j", (type, texts, value) => {
    expect(parseTexts(texts, type, cwd)).toEqual(value);
  });

  it.each([
    ["long", "6150769120280496265"],
    [["int", "long", "double"] as const, "6150769120280496265"],
    ["Any", "6150769120280496265"],
    ["float", "1.0"],
    [["int", "float"] as const, "1.0"],
    ["double", "-0.0"],
    [pair, '{"a":9007199254740993}'],
    [list("long"), "[9007199254740993,2]"],
  ] satisfies [CwlType, string][])("reads %j from %s with its own digits", (type, text) => {
    expect(JSON.stringify(parseTexts([text], type, cwd))).toBe(text);
  });

  const bad: [CwlType, string[]][] = [
    ["int", ["1.5"]],
    ["int", [""]],
    ["int", ["3000000000"]],
    ["int", ["2147483648"]],
    ["int", ["1.0"]],
    ["long", ["9223372036854775808"]],
    ["float", ["0x10"]],
    ["double", ["1e999"]],
    ["boolean", ["yes"]],
    [color, ["blue"]],
    ["File", [""]],
    [pair, ["a=1"]],
    [pair, ["{"]],
    ["int", ["1", "2"]],
    [list("int"), ["1", "x"]],
    ["null", ["x"]],
  ];
  it.each(bad)("refuses %j from %j", (type, texts) => {
    expect(parseTexts(texts, type, cwd)).toBeUndefined();
  });
});
