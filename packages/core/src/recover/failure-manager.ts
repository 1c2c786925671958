import type { FailureManager } from "@sluice/contracts";

/** Needs nothing of its surroundings. */
interface Factory {
  create(): FailureManager;
}

/** Milliseconds: the longest pause before the second attempt, and before any. */
const firstPause = 1000;
const longestPause = 60_000;

/**
 * Repeats what may succeed another time, up to the attempts of the run. Pauses double and are drawn evenly from zero up
 * to that (full jitter): attempts that failed together do not come back together.
 */
export function createFailureManagerFactory(input: { readonly random: () => number }): Factory {
  return {
    create: () => ({
      // The number of the attempt says all that it must know.
      restore: () => undefined,
      decide: ({ key, error, options }) => {
        if (!error.retryable || key.attempt >= options.attempts) return { action: "fail" };
        const pause = Math.min(longestPause, firstPause * 2 ** Math.min(key.attempt - 1, 30));
        return { action: "retry", delayMs: Math.round(input.random() * pause) };
      },
    }),
  };
}

/** The failure manager of every engine that names no other. */
export const defaultFailureManagerFactory: Factory = createFailureManagerFactory({ random: Math.random });
