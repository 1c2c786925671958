import { expect, test } from "vitest";
import { utf8Text } from "../src/utf8-text.ts";

const text = (bytes: readonly number[], isCut = false): string =>
  utf8Text(Uint8Array.from(bytes), { name: "data", isCut });
const clef = [0xf0, 0x9d, 0x84, 0x9e];

test("what is text stays as it is, a byte order mark included", () => {
  expect(text([])).toBe("");
  expect(text([0x61, ...clef, 0x62])).toBe("a\u{1d11e}b");
  expect(text([0xef, 0xbb, 0xbf, 0x61])).toBe("\ufeffa");
  expect(text([0xef, 0xbf, 0xbd, 0])).toBe("\ufffd\0");
});

test.each<[string, readonly number[], number]>([
  ["at the start", [0xff, 0x61], 0],
  ["in the middle", [0x61, 0x62, 0xff, 0x63, 0xff], 2],
  ["at the end", [...clef, 0x80], 4],
  ["in a character that does not go on", [0x61, 0xe2, 0x28, 0x61], 1],
  ["in a character that has no end", [0x61, ...clef.slice(0, 3)], 1],
  ["in half of a surrogate pair", [0x61, 0xed, 0xa0, 0x80], 1],
  ["after 70,000 bytes", [...Array.from({ length: 70_000 }, () => 0x61), 0xc0], 70_000],
])("no text %s: the offset is said", (_, bytes, offset) => {
  expect(() => text(bytes)).toThrow(
    expect.objectContaining({
      code: "FILE_UNREADABLE",
      message: `data is not UTF-8 text: the byte at offset ${offset} begins no character`,
    }),
  );
});

test("a character that was cut in two is left out, other faults are not", () => {
  expect(text([0x61, ...clef.slice(0, 3)], true)).toBe("a");
  expect(() => text([0x61, 0xff], true)).toThrow("offset 1 ");
});
