import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { quote, quoteArgv } from "../src/index.ts";

const word = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.string({
      unit: fc.constantFrom("'", '"', "\\", "$", "`", "\n", " ", "*", "~", "!", "-", "=", "é", "𝄞", ";", "&", "("),
    }),
  )
  .map((text) => text.replaceAll("\0", "").toWellFormed());

test("a shell reads quoted words back as they were", () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), (words) => {
      const script = `for word in ${quoteArgv(words)}; do printf '%s\\0' "$word"; done`;
      const output = execFileSync("/bin/sh", { input: script, encoding: "utf8" });
      expect(output.split("\0").slice(0, -1)).toEqual(words);
    }),
    { numRuns: 150 },
  );
});

test("plain words stay readable", () => {
  expect(quoteArgv(["/bin/echo", "a-b_c.d", "--x=1"])).toBe("/bin/echo a-b_c.d '--x=1'");
  expect(quote("")).toBe("''");
});
