import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyJson, exactNumber, isExactNumber, parseJson, type Json } from "../src/index.ts";

const again = (text: string): string => JSON.stringify(parseJson(text));

describe("exact numbers", () => {
  it.each([
    ["1", "1"],
    ["-0", "0"],
    ["1.0", "1.0"],
    ["-0.0", "-0.0"],
    ["1.50", "1.5"],
    ["1e3", "1000.0"],
    ["2.5E+1", "25.0"],
    ["1e20", "100000000000000000000.0"],
    ["1e21", "1e+21"],
    ["1e-300", "1e-300"],
    ["9007199254740991", "9007199254740991"],
    ["9007199254740992", "9007199254740992"],
    ["9007199254740993", "9007199254740993"],
    ["-9223372036854775808", "-9223372036854775808"],
    ["6150769120280496000", "6150769120280496000"],
    ["1000000000000000000000", "1000000000000000000000"],
    ["6150769120280496265.0", "6150769120280496000.0"],
  ])("%s is written as %s, and that as itself", (text, written) => {
    for (const around of [(number: string) => number, (number: string) => `{"a":[${number},"x: 1.0, 2",${number}]}`]) {
      expect(again(around(text))).toBe(around(written));
      expect(again(around(written))).toBe(around(written));
    }
  });

  it("are only those that a plain number is not written as", () => {
    for (const text of ["1", "-5", "0.1", "1e300", "1e-7", "9007199254740992"])
      expect(exactNumber(text)).toBe(Number(text));
    for (const text of ["1.0", "1e3", "9007199254740993"]) expect(isExactNumber(exactNumber(text))).toBe(true);
    expect(parseJson('{"v": "v1.0", "w": 1.5}')).toEqual({ v: "v1.0", w: 1.5 });
  });

  it("count as numbers, are written with their digits, and stay as they are", () => {
    const one = exactNumber("1.0");
    expect([Number(one) + 1, (one as number) < 2, one.toString(), typeof one]).toEqual([2, true, "1.0", "object"]);
    expect(Object.isFrozen(one)).toBe(true);
    expect(isExactNumber(Object(1))).toBe(false);
    expect(isExactNumber({ text: "1.0" })).toBe(false);
  });

  it("are in copies, too", () => {
    const value = parseJson('{"a":[1.0,{"__proto__":9007199254740993}]}') as Json;
    const copy = copyJson(value);
    expect(JSON.stringify(copy)).toBe('{"a":[1.0,{"__proto__":9007199254740993}]}');
    expect(copy).not.toBe(value);
  });

  it("every integer of 64 bits and every float comes back", () => {
    const float = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), float, (long, double) => {
        expect(again(`[${long}]`)).toBe(`[${long}]`);
        expect(JSON.stringify(exactNumber(String(long)))).toBe(String(long));
        const [read] = parseJson(`[${double}]`) as [number];
        expect(read + 0).toBe(double + 0);
        expect(again(again(`[${double}]`))).toBe(again(`[${double}]`));
      }),
    );
  });
});
