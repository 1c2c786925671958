import { describe, expect, test } from "vitest";
import { nearestName } from "../../src/command-line/nearest-name.ts";
import { parseDuration } from "../../src/command-line/parse-duration.ts";
import { wrapText } from "../../src/command-line/wrap-text.ts";
import { formatBytes } from "../../src/render/bytes.ts";
import { formatDuration } from "../../src/render/duration.ts";
import { meansStep, stepLabel } from "../../src/render/step-label.ts";

test.each([
  ["rnu", "run"],
  ["RUN", "run"],
  ["resum", "resume"],
  ["valid", "validate"],
  ["xyz", undefined],
])("the command nearest to %s is %s", (name, nearest) => {
  expect(nearestName(name, ["run", "resume", "validate"])).toBe(nearest);
});

test.each([
  ["90s", 90_000],
  ["1.5h", 5_400_000],
  ["30d", 2_592_000_000],
  ["2w", 1_209_600_000],
  ["30", undefined],
  ["d", undefined],
  ["-1d", undefined],
])("the duration %s is %s", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each([
  [40, "0.0 s"],
  [9_949, "9.9 s"],
  [9_960, "10 s"],
  [59_600, "1 min 00 s"],
  [185_000, "3 min 05 s"],
  [7_620_000, "2 h 07 min"],
  [97 * 3_600_000, "4 d 1 h"],
])("%d ms are written %s", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1.0 KB"],
  [12_345_678, "12 MB"],
])("%d bytes are written %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

describe("a firing of a step", () => {
  test("is labelled with its indices", () => {
    expect([stepLabel("/align", "0"), stepLabel("/align", "0.3.1")]).toEqual(["/align", "/align[3][1]"]);
  });

  test.each([
    ["align", true],
    ["/align", true],
    ["/align[3]", true],
    ["/align#0.3", true],
    ["/align[4]", false],
    ["/ali", false],
  ])("%s means it: %s", (text, means) => {
    expect(meansStep(text, "/align", "0.3")).toBe(means);
  });

  test("is meant by the workflow around it", () => {
    expect(meansStep("outer", "/outer/inner", "0")).toBe(true);
  });
});

test("text is broken at spaces and keeps its own line ends", () => {
  expect(wrapText("one two three four five six seven\neight", 22, "  ")).toBe(
    "  one two three four\n  five six seven\n  eight",
  );
});
