import { expect, test } from "vitest";
import { createOutputNames } from "../../../src/data/publish/output-names.ts";

test.each([
  ["letters", "a".repeat(255)],
  ["letters and an ending", `${"a".repeat(251)}.txt`],
  ["characters of three bytes", "界".repeat(85)],
  ["characters of four bytes and an ending", `${"🐟".repeat(61)}.text.gz`],
  ["a long ending", `a.${"b".repeat(253)}`],
])("names of 255 bytes that are taken get others that fit: %s", (_what, basename) => {
  const names = createOutputNames();
  const claimed = ["1", "2", "3"].map((key) => names.claim([{ basename, key }])[0] ?? "");
  expect(claimed[0]).toBe(basename);
  expect(new Set(claimed).size).toBe(3);
  for (const name of claimed) {
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    expect(name).not.toContain("\ufffd");
    expect(name.isWellFormed()).toBe(true);
  }
});

test("names that belong together are cut alike", () => {
  const names = createOutputNames();
  const group = (key: string) => [
    { basename: `${"a".repeat(247)}.bam`, key },
    { basename: `${"a".repeat(247)}.bam.bai`, key: `${key}i` },
  ];
  names.claim(group("1"));
  const [first = "", second = ""] = names.claim(group("2"));
  expect(Buffer.byteLength(second)).toBe(255);
  expect(second).toBe(`${first}.bai`);
});
