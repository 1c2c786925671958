import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reportCase } from "./report-case.ts";

const cases = join(import.meta.dirname, "fixtures");
const names = readdirSync(cases).toSorted();
const update = process.env["SLUICE_UPDATE_ERRORS"] !== undefined;

test("there are enough of them", () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
});

describe.concurrent("the messages for", () => {
  test.each(names)("%s", async (name) => {
    const told = await reportCase(join(cases, name));
    const expected = join(cases, name, "expected");
    if (update) writeFileSync(expected, `${told.join("\n")}\n`);
    expect(`${told.join("\n")}\n`).toBe(readFileSync(expected, "utf8"));
    expect(told.length).toBeGreaterThan(0);
    for (const message of told) {
      expect(message.split("\n").length).toBeLessThanOrEqual(3);
      expect(message).toMatch(/^(?:warning: )?[\w./-]+:\d+:\d+: [A-Z_]+: \S/);
    }
  });
});
