import { expect, test } from "vitest";
import { satisfies } from "../../src/plugins/version-range.ts";

test.each([
  ["1.2.3", "*", true],
  ["1.2.3", "^1", true],
  ["1.2.3", "^1.3", false],
  ["2.0.0", "^1", false],
  ["0.1.4", "^0.1", true],
  ["0.2.0", "^0.1", false],
  ["0.0.3", "^0.0.3", true],
  ["0.0.4", "^0.0.3", false],
  ["1.2.9", "~1.2.3", true],
  ["1.3.0", "~1.2.3", false],
  ["1.9.0", ">=1.2 <2", true],
  ["2.0.0", ">=1.2 <2", false],
  ["3.1.0", "^1 || ^3", true],
  ["1.2.3", "1.2", true],
  ["1.2.3", "1.2.4", false],
  ["1.0.0-dev.4", "^1", true],
  ["1.0.0", "not a range", false],
  ["1.0.0", "^2 || ", false],
  ["1.0.0", "||", false],
  ["1.0.0", "|| ^1", true],
  ["1.0.0", "  ", false],
  ["1.0.0", ">= 1 < 2", true],
])("%s in %s: %s", (version, range, expected) => {
  expect(satisfies(version, range)).toBe(expected);
});
