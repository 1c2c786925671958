import assert from "node:assert/strict";
import { SluiceError } from "@sluice/contracts";
import { expect, test } from "vitest";
import { collect, projectionOf } from "../../src/index.ts";
import { eventually, settles } from "../../src/suite/eventually.ts";
import { passThrough } from "../../src/suite/pass-through.ts";
import { failure, refusesAborted, rejects } from "../../src/suite/rejects.ts";

test("tests are gathered, and run one after the other or several at a time", async () => {
  const collector = collect();
  let running = 0;
  let most = 0;
  for (const name of ["a", "b", "c"]) {
    collector.test(name, async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      assert.notEqual(name, "b");
    });
  }
  expect((await collector.run()).map(({ name, error }) => [name, error === undefined])).toEqual([
    ["a", true],
    ["b", false],
    ["c", true],
  ]);
  expect(most).toBe(1);
  await collector.run({ concurrency: 2 });
  expect(most).toBe(2);
});

test("a test that hangs ends with its time", async () => {
  const collector = collect();
  collector.test("hangs", () => new Promise(() => {}));
  const [outcome] = await collector.run({ timeout: 20 });
  expect(String(outcome?.error)).toContain("did not settle");
});

test("a copy that delegates has what the original has, and nothing else", async () => {
  class Sample {
    #secret = 3;
    readonly name = "sample";
    own(): number {
      return this.#secret;
    }
    get double(): number {
      return this.#secret * 2;
    }
    async child(): Promise<{ own: () => number }> {
      return { own: () => this.#secret };
    }
    [Symbol.dispose](): void {
      this.#secret = 0;
    }
  }
  const original = new Sample();
  const copy = passThrough(original);
  expect([copy.own(), copy.double, copy.name, "other" in copy]).toEqual([3, 6, "sample", false]);
  const child = await copy.child();
  expect(child.own()).toBe(3);
  expect(child).not.toBe(await original.child());
  copy[Symbol.dispose]();
  expect(original.own()).toBe(0);
});

test("a failure is expected, or the test fails", async () => {
  const coded = (): never => {
    throw new SluiceError("RUN_STATE", "no");
  };
  expect((await rejects("RUN_STATE", coded)).message).toBe("no");
  await expect(rejects("RUN_NOT_FOUND", coded)).rejects.toThrow("RUN_NOT_FOUND was expected, not RUN_STATE");
  await expect(rejects("RUN_STATE", () => Promise.reject(new Error("plain")))).rejects.toThrow("plain");
  await expect(failure(() => 1, "it fails")).rejects.toThrow("nothing was thrown; it fails");
  await expect(refusesAborted({ go: async () => {} })).rejects.toThrow("go was given an aborted signal");
  await refusesAborted({ go: (signal) => signal.throwIfAborted() });
});

test("waiting ends", async () => {
  let asked = 0;
  expect(await eventually("the third answer", () => (++asked === 3 ? "here" : undefined))).toBe("here");
  await expect(eventually("nothing", () => undefined, 20)).rejects.toThrow("nothing: it did not happen");
  expect(await settles("a value", 3)).toBe(3);
  await expect(settles("a failure", Promise.reject(new Error("no")))).rejects.toThrow("no");
});

test("a projection streams what happened", async () => {
  const key = { step: "/a", tag: "0", attempt: 1 };
  const outputs = { n: 1 };
  const failure = { key, error: { code: "JOB_LOST", message: "gone", retryable: true }, retried: true } as const;
  const projection = projectionOf({ completed: [{ key, outputs }], failures: [failure] });
  const [firing] = await Array.fromAsync(projection.completed());
  expect([projection.run, projection.jobs, firing?.key]).toEqual(["run-1", [], key]);
  expect(await firing?.outputs()).toEqual(outputs);
  expect(await firing?.outputs()).not.toBe(outputs);
  expect(await Array.fromAsync(projection.failures())).toEqual([failure]);
});
