/**
 * Waits for something that may not listen to a signal itself. When the signal comes first, the wait is over with its reason; what is still
 * answered then is handed to `late`.
 */
export type Interruptible = <T>(part: T | Promise<T>, late?: (answer: T) => void) => Promise<T>;

/** Makes waits that one signal ends. Costs next to nothing for each: there is one listener for all. */
export function createInterruptible(signal: AbortSignal): Interruptible {
  const waiting = new Set<(reason: unknown) => void>();
  const interrupt = (): void => {
    for (const reject of waiting) reject(signal.reason);
    waiting.clear();
  };
  signal.addEventListener("abort", interrupt, { once: true });
  return (part, late) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) reject(signal.reason as Error);
      else waiting.add(reject);
      Promise.resolve(part).then(
        (answer) => {
          if (waiting.delete(reject)) resolve(answer);
          else late?.(answer);
          return undefined;
        },
        (error: Error) => {
          if (waiting.delete(reject)) reject(error);
        },
      );
    });
}
