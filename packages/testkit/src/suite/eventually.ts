import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds after which something that did not happen counts as never happening. */
export const defaultPatience = 20_000;

/** Asks again and again until the answer is there. Fails when patience is over: only what hangs waits that long. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  patience: number = defaultPatience,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (let pause = 2; ; pause = Math.min(pause * 1.5, 200)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) return assert.fail(`${what}: it did not happen within ${patience / 1000} s`);
    await sleep(pause);
  }
}

/** Something hangs. */
export class LateError extends Error {
  override readonly name: string = "LateError";
}

/** Waits for a promise, but not for ever. */
export async function settles<T>(
  what: string,
  promise: PromiseLike<T> | T,
  patience: number = defaultPatience,
): Promise<T> {
  const over = new AbortController();
  const late = sleep(patience, undefined, { signal: over.signal }).then(
    () => {
      throw new LateError(`${what}: it did not settle within ${patience / 1000} s`);
    },
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([Promise.resolve(promise), late]);
  } finally {
    over.abort();
  }
}

/** Lets everything that is settled be seen. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
