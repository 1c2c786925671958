import { expect, test } from "vitest";
import { createPaint } from "../../src/render/paint.ts";
import { formatTable } from "../../src/render/table.ts";
import { nameText, terminalText } from "../../src/render/terminal-text.ts";

/** What no terminal may get: C0 without tab and line feed, DEL, C1, bidirectional overrides and isolates, halves of characters. */
const hostile = [
  ...Array.from({ length: 0x20 }, (_, code) => code).filter((code) => code !== 9 && code !== 10),
  ...Array.from({ length: 0x21 }, (_, index) => 0x7f + index),
  0x202a,
  0x202b,
  0x202c,
  0x202d,
  0x202e,
  0x2066,
  0x2067,
  0x2068,
  0x2069,
  0xd800,
  0xdfff,
].map((code) => String.fromCharCode(code));

test("control characters are shown as JSON writes them", () => {
  for (const character of hostile) {
    const code = character.charCodeAt(0).toString(16).padStart(4, "0");
    expect(terminalText(`a${character}b`)).toBe(`a\\u${code}b`);
  }
});

test("JSON stays the same JSON", () => {
  const value = { [hostile.join("")]: [hostile.join("x"), "\ud83d\ude00 \u00e9\t\n"] };
  expect(JSON.parse(terminalText(JSON.stringify(value, undefined, 2)))).toEqual(value);
});

test("characters of all languages, tabs and line ends stay", () => {
  const text = "Grüße,\t世界 😀\nשלום \u00a0end\r\n";
  expect(terminalText(text)).toBe(text.replace("\r", ""));
});

test("colours of our own work, those of others are shown", () => {
  const paint = createPaint(true);
  expect(terminalText(paint.bad("a \x1b[32mname"))).toBe("\x1b[31ma \\u001b[32mname\x1b[39m");
});

test("a name ends no line and leaves the columns of a table where they are", () => {
  expect(nameText("a\nb\tc\x1b")).toBe("a\\nb\\tc\\u001b");
  expect(
    formatTable(
      ["NAME", "X"],
      [
        ["a\nb", "1"],
        ["\x1b[2J", "2"],
      ],
    ),
  ).toBe("NAME       X\na\\nb       1\n\\u001b[2J  2\n");
});
