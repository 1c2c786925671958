import fc from "fast-check";
import type { Hardware } from "@sluice/contracts";
import { expect, test } from "vitest";
import {
  addHardware,
  fitsHardware,
  hardwareKinds,
  lackingHardware,
  subtractHardware,
} from "../../src/schedule/hardware-algebra.ts";

const amount = fc.integer({ min: 0, max: 1000 }).map((number) => number / 10);
const hardware: fc.Arbitrary<Hardware> = fc.record(
  { cores: amount, memory: amount, tmpdirSize: amount, outdirSize: amount, gpus: fc.nat(4) },
  { requiredKeys: [] },
);

test("what is added and taken away again leaves what was", () => {
  fc.assert(
    fc.property(hardware, hardware, (left, right) => {
      const back = subtractHardware(addHardware(left, right), right);
      for (const { key } of hardwareKinds) expect(back[key] ?? 0).toBeCloseTo(left[key] ?? 0, 6);
    }),
  );
});

test("addition knows no order", () => {
  fc.assert(
    fc.property(hardware, hardware, (left, right) => {
      expect(addHardware(left, right)).toEqual(addHardware(right, left));
    }),
  );
});

test("what fits beside something fits alone, and what fits has no lack", () => {
  fc.assert(
    fc.property(hardware, hardware, hardware, (asked, used, total) => {
      if (!fitsHardware({ asked, used, total })) return;
      expect(fitsHardware({ asked, used: {}, total })).toBe(true);
      expect(lackingHardware({ asked, total })).toBeUndefined();
    }),
  );
});

test("ten tenths fill a core, and no more", () => {
  let used: Hardware = {};
  const asked = { cores: 0.1 };
  for (let count = 0; count < 10; count++) {
    expect(fitsHardware({ asked, used, total: { cores: 1 } })).toBe(true);
    used = addHardware(used, asked);
  }
  expect(fitsHardware({ asked, used, total: { cores: 1 } })).toBe(false);
});

test("says what is lacking", () => {
  expect(lackingHardware({ asked: { cores: 4 }, total: { cores: 2 } })).toBe("4 cores asked for, it has 2");
  expect(lackingHardware({ asked: { gpus: 1 }, total: {} })).toBe("1 GPU asked for, it has 0");
  expect(lackingHardware({ asked: { memory: 1e9 }, total: {} })).toBeUndefined();
});
