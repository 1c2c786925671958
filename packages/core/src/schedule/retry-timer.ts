/** Asks again from time to time, while somebody waits. */
export interface RetryTimer extends Disposable {
  /** Somebody may wait from now on. */
  arm(): void;
}

/** Makes a timer that does not keep the process alive. A delay of 0 milliseconds: it never asks. `ask` says whether somebody still waits. */
export function createRetryTimer(delay: number, ask: () => boolean): RetryTimer {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const arm = (): void => {
    if (delay <= 0 || timer !== undefined || over) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (ask()) arm();
    }, delay).unref();
  };
  return {
    arm,
    [Symbol.dispose]: () => {
      over = true;
      clearTimeout(timer);
    },
  };
}
