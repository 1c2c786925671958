import { SluiceError } from "@sluice/contracts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createShortages, shortagePatience } from "../../src/engine/shortages.ts";
import { keepingLogger, type Logged } from "../hooks/sample-plugins.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lack = (code = "EMFILE"): Error => Object.assign(new Error(`${code}: open '/x'`), { code });
const full = new SluiceError("DISK_FULL", "No space is left");
const forever = { signal: new AbortController().signal, limited: false };

test("whoever waits is let go one by one, at the latest when something ends", async () => {
  let free = 0;
  const done: number[] = [];
  const shortages = createShortages({ logger: keepingLogger([]), isBusy: () => true });
  const work = (index: number) => async (): Promise<void> => {
    if (free === 0) throw lack();
    free -= 1;
    done.push(index);
  };
  const all = [0, 1, 2].map((index) => shortages.outlast(work(index), forever));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(done).toEqual([]);
  free = 3;
  shortages.relieved();
  await Promise.all(all);
  expect(done.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
});

test("pauses grow: little is tried while there is nothing", async () => {
  let tries = 0;
  const shortages = createShortages({ logger: keepingLogger([]), isBusy: () => true });
  const leave = new AbortController();
  const failing = async (): Promise<void> => {
    tries += 1;
    throw lack();
  };
  const waiting = shortages.outlast(failing, { signal: leave.signal, limited: false });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tries).toBeGreaterThan(10);
  expect(tries).toBeLessThan(30);
  leave.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
});

test.each([
  ["files, while nothing of the run runs", lack(), false, false, "SYSTEM_LIMIT"],
  ["files, while something runs", lack(), true, false, undefined],
  ["space, for a step", full, false, false, undefined],
  ["space, for outputs", full, false, true, "DISK_FULL"],
])("how long is waited for %s", async (_what, error, busy, limited, code) => {
  const leave = new AbortController();
  const shortages = createShortages({ logger: keepingLogger([]), isBusy: () => busy });
  const waiting = shortages.outlast(() => Promise.reject(error), { signal: leave.signal, limited });
  const ended = waiting.catch((thrown: unknown) => thrown);
  await vi.advanceTimersByTimeAsync(shortagePatience - 10_000);
  let isOver = false;
  void ended.then(() => void (isOver = true));
  await vi.advanceTimersByTimeAsync(1);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(isOver).toBe(code !== undefined);
  leave.abort(new Error("enough"));
  const thrown = (await ended) as SluiceError;
  expect(thrown.code).toBe(code);
  if (code === "SYSTEM_LIMIT") expect(thrown.message).toContain("no more files can be opened (EMFILE), for 5 minutes");
});

test("it is told of once, and once when it is over", async () => {
  const logged: Logged[] = [];
  const shortages = createShortages({ logger: keepingLogger(logged), isBusy: () => true });
  let left = 20;
  const work = async (): Promise<void> => {
    if (left-- > 0) throw lack("EAGAIN");
  };
  const all = Promise.all(Array.from({ length: 10 }, () => shortages.outlast(work, forever)));
  await vi.advanceTimersByTimeAsync(60_000);
  await all;
  expect(logged.map(({ level }) => level)).toEqual(["error", "warn"]);
  expect(logged[0]?.message).toContain("no more processes can be started (EAGAIN)");
});

test("what else fails is not waited for", async () => {
  const shortages = createShortages({ logger: keepingLogger([]), isBusy: () => false });
  await expect(shortages.outlast(() => Promise.reject(lack("ENOENT")), forever)).rejects.toThrow("ENOENT");
  const transfer = Object.assign(lack("EAGAIN"), { syscall: "read" });
  await expect(shortages.outlast(() => Promise.reject(transfer), forever)).rejects.toBe(transfer);
});
