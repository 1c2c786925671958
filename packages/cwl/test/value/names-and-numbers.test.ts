import { expect, it } from "vitest";
import { completeNames } from "../../src/value/complete-files.ts";
import { decimalText } from "../../src/value/decimal-text.ts";
import type { FileDraft } from "../../src/value/file-draft.ts";
import { applyPattern, nameFault, splitName } from "../../src/value/file-names.ts";
import { fileUri, nameOfLocation, pathOfLocation } from "../../src/value/file-uri.ts";

it.each([
  [1, "1"],
  [-0.5, "-0.5"],
  [0.00001, "0.00001"],
  [1.23e-7, "0.000000123"],
  [-1e-10, "-0.0000000001"],
  [1e21, "1000000000000000000000.0"],
  [4.2e42, `42${"0".repeat(41)}.0`],
  [1.5e300, `15${"0".repeat(299)}.0`],
])("%d in decimal digits", (value, text) => {
  expect(decimalText(value)).toBe(text);
  expect(Number(text)).toBe(value);
});

it.each([
  ["a.tar.gz", "a.tar", ".gz"],
  ["a", "a", ""],
  [".cshrc", ".cshrc", ""],
  ["..x.y", "..x", ".y"],
  ["a.", "a", "."],
  ["...", "...", ""],
])("%s is %s and %s", (basename, nameroot, nameext) => {
  expect(splitName(basename)).toEqual({ nameroot, nameext });
});

it.each([
  ["a.bam", ".bai", "a.bam.bai"],
  ["a.bam", "^.bai", "a.bai"],
  ["a.b.c", "^^.x", "a.x"],
  ["a", "^.x", "a.x"],
])("%s with %s gives %s", (name, pattern, result) => {
  expect(applyPattern(name, pattern)).toBe(result);
});

it.each(["/a/b.txt", "/a b/c#d?e.txt", "/ü/%41/x", "/a/[x]{y}", "/a:b", "/a\\b", "/new\nline"])(
  "%s survives as a URI",
  (path) => {
    expect(pathOfLocation(fileUri(path))).toBe(path);
    expect(nameOfLocation(fileUri(path))).toBe(path.slice(path.lastIndexOf("/") + 1));
  },
);

it("locations must be files for now", () => {
  expect(pathOfLocation("file:///a/b")).toBe("/a/b");
  expect(pathOfLocation("file:///a%20b//")).toBe("/a b");
  expect(pathOfLocation("file:///")).toBe("/");
  expect(nameOfLocation("http://h/a/b.txt?x#y")).toBe("b.txt");
  expect(() => pathOfLocation("http://h/x")).toThrow(expect.objectContaining({ code: "CWL_UNSUPPORTED" }));
  expect(() => pathOfLocation("relative")).toThrow(expect.objectContaining({ code: "CWL_INPUT_INVALID" }));
});

it("names of entries are one part of a path, and text", () => {
  const faults = (...names: string[]): unknown[] => names.map((basename) => nameFault({ class: "File", basename }));
  expect(faults("a", "a:b", "...", "-rf", "\n", "a\\b").every((fault) => fault === undefined)).toBe(true);
  expect(faults("", ".", "..", "a/b", "a/", "a\0", "\ud800").every((fault) => fault !== undefined)).toBe(true);
});

it.each([1, {}, [], true])("the contents of a File are a text, not %j", (contents) => {
  const draft = { class: "File", contents } as unknown as FileDraft;
  expect(() => completeNames(draft)).toThrow(/the contents of a File must be a text/);
});
