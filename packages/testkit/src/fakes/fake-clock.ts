/** Time that stands still until it is told to go on. */
export interface FakeClock {
  /** Milliseconds since 1970. Usable without its clock, like all the methods. */
  readonly now: () => number;
  /** Like the global one, in the clock's own time. */
  readonly setTimeout: (callback: () => void, milliseconds?: number) => FakeTimer;
  readonly clearTimeout: (timer: FakeTimer | undefined) => void;
  /** Settles after so many milliseconds of the clock's own time; rejects with the signal's reason. */
  readonly sleep: (milliseconds: number, options?: { readonly signal?: AbortSignal }) => Promise<void>;
  /**
   * Lets time pass: what is due happens in the order of its time, each at its own time, also what is set up meanwhile.
   * Promises that follow from it are settled in between.
   */
  readonly advance: (milliseconds: number) => Promise<void>;
  /** How many timers wait. */
  readonly pending: () => number;
}

/** Names a timer of a fake clock. */
export interface FakeTimer {
  readonly id: number;
}

interface Waiting {
  readonly at: number;
  readonly callback: () => void;
}

/**
 * Makes a clock that only moves when it is told to.
 *
 * @param start - the time that it begins at, in milliseconds since 1970
 *
 * @example
 * ```ts
 * const clock = fakeClock();
 * const poller = createPoller({ sleep: clock.sleep, every: 5000 });
 * await clock.advance(15_000);
 * assert.equal(poller.polls, 3);
 * ```
 */
export function fakeClock(start: number = 1_700_000_000_000): FakeClock {
  const waiting = new Map<number, Waiting>();
  let time = start;
  let last = 0;

  const setTimeout: FakeClock["setTimeout"] = (callback, milliseconds = 0) => {
    const id = ++last;
    waiting.set(id, { at: time + Math.max(0, milliseconds), callback });
    return { id };
  };
  const clearTimeout: FakeClock["clearTimeout"] = (timer) => void (timer && waiting.delete(timer.id));
  /** The timer that is due first; of several the one that was set first. */
  const next = (until: number): readonly [number, Waiting] | undefined => {
    let first: readonly [number, Waiting] | undefined;
    for (const entry of waiting) if (entry[1].at <= until && (!first || entry[1].at < first[1].at)) first = entry;
    return first;
  };

  return {
    now: () => time,
    setTimeout,
    clearTimeout,
    pending: () => waiting.size,
    sleep: (milliseconds, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const abort = (): void => {
          clearTimeout(timer);
          reject(signal?.reason as Error);
        };
        const timer = setTimeout(() => {
          signal?.removeEventListener("abort", abort);
          resolve();
        }, milliseconds);
        signal?.addEventListener("abort", abort, { once: true });
      }),
    advance: async (milliseconds) => {
      const until = time + milliseconds;
      await settle();
      for (let due = next(until); due; due = next(until)) {
        waiting.delete(due[0]);
        time = due[1].at;
        due[1].callback();
        await settle();
      }
      time = until;
    },
  };
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
