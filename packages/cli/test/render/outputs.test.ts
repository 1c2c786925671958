import { parseJson, type Json, type JsonObject } from "@sluice/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { outputText, withoutChecksums } from "../../src/render/outputs.ts";

const textOf = (outputs: JsonObject): string => [...outputText(outputs)].join("");

test("outputs are printed as JSON with an indent of four", () => {
  const value = fc.jsonValue().map((made) => made as Json);
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), (outputs) => {
      expect(textOf(outputs)).toBe(`${JSON.stringify(outputs, undefined, 4)}\n`);
    }),
  );
});

test("numbers keep their digits, wherever they are, and what is undefined is left out", () => {
  const [whole, long, float] = [`42${"0".repeat(41)}`, "6150769120280496265", "1.0"];
  const numbers = parseJson(`[${whole},${long},${float},4.2e42]`) as readonly Json[];
  const outputs = { a: numbers, b: numbers[0], c: { d: undefined, e: [] }, f: { g: [numbers[1]], h: numbers[2] } };
  expect(textOf(outputs as unknown as JsonObject).replace(/\s/g, "")).toBe(
    `{"a":[${whole},${long},${float},4.2e+42],"b":${whole},"c":{"e":[]},"f":{"g":[${long}],"h":${float}}}`,
  );
  expect(textOf(withoutChecksums({ n: numbers })).replace(/\s/g, "")).toBe(`{"n":[${whole},${long},${float},4.2e+42]}`);
});

test("a long list comes in pieces", () => {
  const listing = Array.from({ length: 20_000 }, (_, index) => ({ class: "File", basename: `f${index}` }));
  const pieces = [...outputText({ folder: { class: "Directory", listing } })];
  expect(pieces.length).toBeGreaterThan(10);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(100_000);
  expect(JSON.parse(pieces.join(""))).toEqual({ folder: { class: "Directory", listing } });
});
