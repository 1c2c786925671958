import { describe, expect, test } from "vitest";
import { collect, type RegisterTest } from "../src/index.ts";

/** A fake with one fault, and a test of the suite that finds it. */
export interface BrokenFake<Fake> {
  readonly fake: Fake;
  readonly caughtBy: string;
}

/** A fake that does what its contract allows and few do, and the test of the suite that must not mind. */
export interface UnusualFake<Fake> {
  readonly fake: Fake;
  readonly acceptedBy: string;
}

/** Sees that a suite accepts good implementations, unusual and wrapped ones, too, and refuses each that is broken. */
export function describeSuite<Fake>(input: {
  readonly name: string;
  readonly contract: (test: RegisterTest, fake: Fake, wrapped: boolean) => void;
  readonly good: Fake;
  readonly unusual?: Readonly<Record<string, UnusualFake<Fake>>>;
  readonly broken: Readonly<Record<string, BrokenFake<Fake>>>;
  readonly concurrency?: number;
}): void {
  const { name, contract, good, unusual = {}, broken, concurrency = 8 } = input;
  const outcomes = async (fake: Fake, wrapped: boolean, only?: string) => {
    const collector = collect();
    const test: RegisterTest = (each, body) =>
      only === undefined || each === only ? collector.test(each, body) : undefined;
    contract(test, fake, wrapped);
    return collector.run({ concurrency, timeout: 60_000 });
  };
  describe(`${name} contract`, () => {
    test("accepts a good one, also wrapped", { timeout: 120_000 }, async () => {
      const all = await outcomes(good, true);
      expect(all.filter(({ error }) => error !== undefined)).toEqual([]);
      expect(all.length).toBeGreaterThan(5);
      expect(new Set(all.map((each) => each.name)).size).toBe(all.length);
    });
    for (const [title, { fake, acceptedBy }] of Object.entries(unusual)) {
      test(`accepts one that ${title}`, { timeout: 120_000 }, async () => {
        expect(await outcomes(fake, false, acceptedBy)).toEqual([{ name: acceptedBy }]);
      });
    }
    test.each(Object.entries(broken))("refuses one that %s", { timeout: 120_000 }, async (_, { fake, caughtBy }) => {
      // The other tests have nothing to say of this fault, and take their time.
      const caught = (await outcomes(fake, false, caughtBy)).filter(({ error }) => error !== undefined);
      expect(caught.map((each) => each.name)).toEqual([caughtBy]);
    });
  });
}
