import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sleep, startTimer } from "../src/timers.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const day = 86_400_000;

test.each([1, 2 ** 31 - 1, 2 ** 31, 35 * day, 100 * day])(
  "a pause of %s milliseconds is as long as it says",
  async (delay) => {
    let isOver = false;
    void sleep(delay).then(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(delay - 1);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(isOver).toBe(true);
  },
);

test("a timer that was stopped does not call, however long it is", async () => {
  const calls = vi.fn();
  const timer = startTimer(60 * day, calls);
  await vi.advanceTimersByTimeAsync(30 * day);
  timer[Symbol.dispose]();
  await vi.advanceTimersByTimeAsync(60 * day);
  expect(calls).not.toHaveBeenCalled();
});

test("an abort ends a pause, with its reason", async () => {
  const controller = new AbortController();
  const pause = sleep(60 * day, controller.signal);
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(pause).rejects.toBe(reason);
  await expect(sleep(1, controller.signal)).rejects.toBe(reason);
  expect(vi.getTimerCount()).toBe(0);
});

test.each([-1, Number.NaN, Infinity])("a pause of %s milliseconds is refused", async (delay) => {
  await expect(sleep(delay)).rejects.toThrow(RangeError);
});
