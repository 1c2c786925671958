import { expect, test } from "vitest";
import { didYouMean, nearestName } from "../src/index.ts";

test.each([
  ["inputs", ["input", "outputs"], "input"],
  ["INPUTS", ["inputs"], "inputs"],
  ["ouptut", ["input", "output"], "output"],
  ["scatter", ["scatterMethod"], undefined],
  ["ab", ["ac", "xy"], "ac"],
  ["ab", ["xy"], undefined],
  ["x", [], undefined],
  ["dockerImageReference", ["dockerImageReferences"], "dockerImageReferences"],
  ["dockerImageReference", ["softwareReference"], undefined],
])("nearest to %s of %j is %s", (name, candidates, nearest) => {
  expect(nearestName(name, candidates)).toBe(nearest);
});

test("of several that are as near, the first is meant, which a hint says", () => {
  expect(didYouMean("rat", new Set(["cat", "bat"]))).toBe("Did you mean 'cat'?");
  expect(didYouMean("rat", ["elephant"])).toBeUndefined();
});
