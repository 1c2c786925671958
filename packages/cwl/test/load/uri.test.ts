import { expect, test } from "vitest";
import { splitName } from "../../src/load/index.ts";
import { baseNameOf, resolveLocation, resolvePath, resolveReference } from "../../src/load/document/uri.ts";

const base = "file:///w/job%20s/a.yml";

test.each([
  ["item %231.txt", "file:///w/job%20s/item%20%231.txt"],
  ["a#b?.txt", "file:///w/job%20s/a%23b%3F.txt"],
  ["100%.txt", "file:///w/job%20s/100%25.txt"],
  ["A:b.txt", "file:///w/job%20s/A:b.txt"],
  ["../x", "file:///w/x"],
  ["/abs/é", "file:///abs/%C3%A9"],
  ["file:///tmp/a b", "file:///tmp/a%20b"],
  ["https://example.org/a?b#c", "https://example.org/a?b#c"],
])("the location %s", (location, uri) => {
  expect(resolveLocation(base, location)).toBe(uri);
});

test.each([
  ["item %231.txt", "file:///w/job%20s/item%20%25231.txt"],
  ["a#b.txt", "file:///w/job%20s/a%23b.txt"],
  ["sub/./x", "file:///w/job%20s/sub/x"],
])("the path %s", (path, uri) => {
  expect(resolvePath(base, path)).toBe(uri);
});

test.each([
  ["#main", "file:///w/job%20s/a.yml#main"],
  ["b.cwl#x", "file:///w/job%20s/b.cwl#x"],
  ["../b.cwl", "file:///w/b.cwl"],
])("the reference %s", (reference, uri) => {
  expect(resolveReference(base, reference)).toBe(uri);
});

test("the base name is decoded", () => {
  expect(baseNameOf("file:///w/item%20%231.txt")).toBe("item #1.txt");
});

test.each([
  ["a.tar.gz", "a.tar", ".gz"],
  [".bashrc", ".bashrc", ""],
  ["..a.b", "..a", ".b"],
  ["plain", "plain", ""],
])("the parts of %s", (name, nameroot, nameext) => {
  expect(splitName(name)).toEqual({ nameroot, nameext });
});
