import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { globPaths } from "../src/files/glob-paths.ts";
import { compileNamePattern } from "../src/files/name-pattern.ts";

test.each([
  ["*", "a", true],
  ["*", ".a", false],
  [".*", ".a", true],
  ["?a", ".a", false],
  ["[.]a", ".a", false],
  ["\\.a", ".a", true],
  ["*.txt", "a.txt", true],
  ["*.txt", "a.txt.gz", false],
  ["a?c", "abc", true],
  ["a?c", "a𝄞c", true],
  ["[!a]b", "cb", true],
  ["[!a]b", "ab", false],
  ["[^a]b", "cb", true],
  ["[]]", "]", true],
  ["[a-c]x", "bx", true],
  ["[a-c]x", "-x", false],
  ["[a-]x", "-x", true],
  ["[[:digit:]]*", "7up", true],
  ["[[:upper:]]", "a", false],
  ["[a", "[a", true],
  ["\\*", "*", true],
  ["\\*", "a", false],
  ["a**b", "axxb", true],
  ["[é]", "é", true],
  ["x\\", "x\\", true],
])("%s and %s: %s", (pattern, name, expected) => expect(compileNamePattern(pattern).matches(name)).toBe(expected));

// Whoever tries every way to share the name out among the stars does not live to see the end.
test("no pattern takes long", () => {
  expect(compileNamePattern(`${"*a".repeat(50)}b`).matches("a".repeat(250))).toBe(false);
});

test("matches what the shell matches", () => {
  const names = ["a", "b", "ab", "a.b", ".a", ".ab", "-", "]", "a]", "aa", "ba", "b.a", "[a", "a-b", "!", "^a"];
  const folder = mkdtempSync(join(tmpdir(), "sluice-glob-"));
  try {
    for (const name of names) writeFileSync(join(folder, name), "");
    const piece = fc.constantFrom(
      "a",
      "b",
      ".",
      "*",
      "?",
      "[ab]",
      "[!a]",
      "[a-c]",
      "[]a]",
      "[!]]",
      "-",
      "[[:alpha:]]",
      "\\a",
      "]",
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), (pieces) => {
        const pattern = pieces.join("");
        fc.pre(pattern !== "." && pattern !== "..");
        const script = `cd "$1"; for f in ${pattern}; do [ -e "$f" ] && printf '%s\\n' "$f"; done; :`;
        const output = execFileSync("/bin/sh", ["-c", script, "sh", folder], {
          encoding: "utf8",
          env: { LC_ALL: "C" },
        });
        const expected = output.split("\n").filter((name) => name !== "" && name !== "." && name !== "..");
        expect(globPaths(folder, pattern)).toEqual(expected.toSorted().map((name) => join(folder, name)));
      }),
      { numRuns: 150 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
