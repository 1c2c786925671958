/** Node takes a delay that is longer for one of a millisecond. */
const longest = 2 ** 31 - 1;

/** Calls back once, after a delay of any length in milliseconds; disposing it stops it. */
export function startTimer(delay: number, callback: () => void): Disposable {
  checkDelay(delay);
  let left = delay;
  let timer: NodeJS.Timeout;
  const next = (): void => {
    const part = Math.min(left, longest);
    left -= part;
    timer = setTimeout(left > 0 ? next : callback, part);
  };
  next();
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}

/** Waits so many milliseconds, however many; an abort ends it, and it rejects with the reason. */
export function sleep(delay: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const onAbort = (): void => {
      timer[Symbol.dispose]();
      reject(signal?.reason as Error);
    };
    const timer = startTimer(delay, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** A signal that is aborted after so many milliseconds. It is no reason to stay alive. */
export function timeLimit(delay: number): AbortSignal {
  checkDelay(delay);
  // As good as never.
  return AbortSignal.timeout(Math.min(delay, longest));
}

/** @throws `RangeError`: a pause of such a length would be none, or have no end */
function checkDelay(delay: number): void {
  if (Number.isFinite(delay) && delay >= 0) return;
  throw new RangeError(`a pause of ${delay} milliseconds cannot be waited for`);
}
