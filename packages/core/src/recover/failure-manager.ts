import type { FailureManager, FailureManagerFactory } from "@sluice/contracts";

/** Needs nothing of its surroundings but its options. */
interface Factory {
  create(input?: Pick<Parameters<FailureManagerFactory["create"]>[0], "options">): FailureManager;
}

/** Milliseconds: the longest pause before the second attempt, and before any. */
const firstPause = 1000;
const longestPause = 60_000;

/**
 * Repeats what may succeed another time, up to the attempts of the run, or the option `max_retries` and one, whichever is more. Pauses double
 * and are drawn evenly from zero up to that (full jitter): attempts that failed together do not come back together. With the option
 * `retry_delay`, each pause has that many seconds.
 */
export function createFailureManagerFactory(input: { readonly random: () => number }): Factory {
  return {
    create: ({ options: { max_retries: retries, retry_delay: delay } } = { options: {} }) => ({
      // The number of failures says all that it must know.
      restore: () => undefined,
      decide: ({ failures, error, options }) => {
        const attempts = Math.max(options.attempts, typeof retries === "number" ? retries + 1 : 1);
        if (!error.retryable || failures >= attempts) return { action: "fail" };
        if (typeof delay === "number") return { action: "retry", delayMs: delay * 1000 };
        const pause = Math.min(longestPause, firstPause * 2 ** Math.min(failures - 1, 30));
        return { action: "retry", delayMs: Math.round(input.random() * pause) };
      },
    }),
  };
}

/** The failure manager of every engine that names no other. */
export const defaultFailureManagerFactory: Factory = createFailureManagerFactory({ random: Math.random });
