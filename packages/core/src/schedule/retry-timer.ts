import { startTimer } from "../timers.ts";

/** Asks again from time to time, while somebody waits. */
export interface RetryTimer extends Disposable {
  /** Somebody may wait from now on. */
  arm(): void;
}

/** Makes a timer. A delay of 0 milliseconds: it never asks. `ask` says whether somebody still waits. */
export function createRetryTimer(delay: number, ask: () => boolean): RetryTimer {
  let timer: Disposable | undefined;
  let over = false;
  const arm = (): void => {
    if (delay <= 0 || timer !== undefined || over) return;
    timer = startTimer(delay, () => {
      timer = undefined;
      if (ask()) arm();
    });
  };
  return {
    arm,
    [Symbol.dispose]: () => {
      over = true;
      timer?.[Symbol.dispose]();
    },
  };
}
