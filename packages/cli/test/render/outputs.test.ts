import type { Json, JsonObject } from "@sluice/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { outputText } from "../../src/render/outputs.ts";

const textOf = (outputs: JsonObject): string => [...outputText(outputs)].join("");

test("outputs are printed as JSON with an indent of four", () => {
  const value = fc.jsonValue().map((made) => made as Json);
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), (outputs) => {
      const text = JSON.stringify(outputs, undefined, 4);
      fc.pre(!text.includes("e+"));
      expect(textOf(outputs)).toBe(`${text}\n`);
    }),
  );
});

test("whole numbers stay whole, wherever they are, and what is undefined is left out", () => {
  const outputs = { a: [4.2e42, { b: 1e21 }], c: { d: undefined, e: [] }, f: {} } as unknown as JsonObject;
  expect(textOf(outputs).replace(/\s/g, "")).toBe(
    `{"a":[42${"0".repeat(41)},{"b":1${"0".repeat(21)}}],"c":{"e":[]},"f":{}}`,
  );
});

test("a long list comes in pieces", () => {
  const listing = Array.from({ length: 20_000 }, (_, index) => ({ class: "File", basename: `f${index}` }));
  const pieces = [...outputText({ folder: { class: "Directory", listing } })];
  expect(pieces.length).toBeGreaterThan(10);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(100_000);
  expect(JSON.parse(pieces.join(""))).toEqual({ folder: { class: "Directory", listing } });
});
