import { expect, test } from "vitest";
import { createSetDigest } from "../../src/data/set-digest.ts";

const digestOf = (...elements: string[]): string => {
  const digest = createSetDigest();
  for (const element of elements) digest.add(element);
  return digest.digest();
};

test("the order does not count, every element does, and twice is not once", () => {
  expect(digestOf("a", "b", "c")).toBe(digestOf("c", "a", "b"));
  const different = [[], ["a"], ["b"], ["a", "a"], ["a", "b"], ["ab"], ["a", "b", "c"], ["a", "bc"]];
  expect(new Set(different.map((elements) => digestOf(...elements))).size).toBe(different.length);
});
