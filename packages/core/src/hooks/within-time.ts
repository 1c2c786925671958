import { isSluiceError, SluiceError } from "@sluice/contracts";
import { startTimer } from "../timers.ts";

/** A time limit that is running. */
export interface Clock {
  /** Rejects with `HOOK_TIMEOUT` when the time is up. */
  readonly up: Promise<never>;
  /** Stops the clock while somebody else is at work. */
  pause(): void;
  resume(): void;
  /** Ends it. Without, it keeps the process alive until the time is up. */
  stop(): void;
}

/** Starts a clock. Milliseconds. */
export function startClock(limit: number): Clock {
  const { promise: up, reject } = Promise.withResolvers<never>();
  // Whoever stopped waiting does not want to hear of it.
  up.catch(() => {});
  const late = (): void => reject(new SluiceError("HOOK_TIMEOUT", `it did not return within ${limit / 1000} s`));
  let left = limit;
  let since = performance.now();
  let paused = 0;
  let timer = startTimer(left, late);
  return {
    up,
    pause() {
      if (paused++ > 0) return;
      timer[Symbol.dispose]();
      left -= performance.now() - since;
    },
    resume() {
      if (--paused > 0) return;
      since = performance.now();
      timer = startTimer(Math.max(left, 0), late);
    },
    stop() {
      paused = Infinity;
      timer[Symbol.dispose]();
    },
  };
}

/** Whether something went wrong because it took too long. */
export function isLate(error: unknown): boolean {
  return isSluiceError(error) && error.code === "HOOK_TIMEOUT";
}

/**
 * Waits for an answer, but not for ever. The timer lives only as long as somebody waits: it is what keeps the process
 * alive for a plugin that never answers, and nothing else does.
 * @throws `HOOK_TIMEOUT`
 */
export async function withinTime<Value>(answer: Value | PromiseLike<Value>, limit: number): Promise<Value> {
  const clock = startClock(limit);
  try {
    return await Promise.race([answer, clock.up]);
  } finally {
    clock.stop();
  }
}
