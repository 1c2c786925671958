import type { JsonObject, RunOptions, SerializedError } from "@sluice/contracts";
import { expect, test } from "vitest";
import {
  createFailureManagerFactory,
  defaultFailureManagerFactory,
  dummyFailureManager,
} from "../../src/recover/index.ts";

const lost: SerializedError = { code: "JOB_LOST", message: "gone", retryable: true };
const failed: SerializedError = { code: "JOB_FAILED", message: "no", retryable: false };
const options: RunOptions = { onError: "stop", window: 1, attempts: 20 };
/** Attempts that nobody counts come on top. */
const firing = (failures: number) => ({ key: { step: "/a", tag: "0", attempt: failures + 30 }, failures });

test("pauses double up to a minute, and are drawn from zero on", () => {
  const longest = createFailureManagerFactory({ random: () => 1 }).create();
  const pauses = [1, 2, 3, 4, 6, 7, 19].map((attempt) =>
    longest.decide({ run: "r", ...firing(attempt), error: lost, options }),
  );
  expect(pauses).toEqual(
    [1000, 2000, 4000, 8000, 32_000, 60_000, 60_000].map((delayMs) => ({ action: "retry", delayMs })),
  );
  const half = createFailureManagerFactory({ random: () => 0.5 }).create();
  expect(half.decide({ run: "r", ...firing(3), error: lost, options })).toEqual({ action: "retry", delayMs: 2000 });
  const none = createFailureManagerFactory({ random: () => 0 }).create();
  expect(none.decide({ run: "r", ...firing(3), error: lost, options })).toEqual({ action: "retry", delayMs: 0 });
});

test("what fails every time is not repeated, and nothing for ever", () => {
  const manager = defaultFailureManagerFactory.create();
  expect(manager.decide({ run: "r", ...firing(1), error: failed, options })).toEqual({ action: "fail" });
  expect(manager.decide({ run: "r", ...firing(20), error: lost, options })).toEqual({ action: "fail" });
  expect(manager.decide({ run: "r", ...firing(1), error: lost, options: { ...options, attempts: 1 } })).toEqual({
    action: "fail",
  });
});

test("options say how often and when, and the command line may ask for more", () => {
  const decide = (given: JsonObject, attempts: number, attempt: number) =>
    createFailureManagerFactory({ random: () => 1 })
      .create({ options: given })
      .decide({ run: "r", ...firing(attempt), error: lost, options: { ...options, attempts } });
  expect(decide({ max_retries: 2 }, 1, 2)).toEqual({ action: "retry", delayMs: 2000 });
  expect(decide({ max_retries: 2 }, 1, 3)).toEqual({ action: "fail" });
  expect(decide({ max_retries: 2 }, 5, 4)).toMatchObject({ action: "retry" });
  expect(decide({ max_retries: 0, retry_delay: 1.5 }, 2, 1)).toEqual({ action: "retry", delayMs: 1500 });
  expect(decide({ retry_delay: 0 }, 3, 2)).toEqual({ action: "retry", delayMs: 0 });
  expect(dummyFailureManager.decide({ run: "r", ...firing(1), error: lost, options })).toEqual({ action: "fail" });
});
