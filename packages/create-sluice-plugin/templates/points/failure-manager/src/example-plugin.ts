import type { FailureManager, FailureManagerFactory } from "@sluice/contracts";

type Options = { readonly codes: readonly number[]; readonly delay: number };

/** Milliseconds of the longest pause. */
const longest = 3_600_000;

/**
 * Repeats what ended with one of the exit codes, and what is worth repeating anyway, as often as the run allows. Each pause is twice as
 * long as the last.
 */
export function createExamplePlugin({
  options,
}: Pick<Parameters<FailureManagerFactory["create"]>[0], "options">): FailureManager {
  const { codes, delay } = options as Options;
  return {
    decide({ failures, error, exit, options: run }) {
      const isListed = exit !== undefined && codes.includes(exit.code);
      if ((!isListed && !error.retryable) || failures >= run.attempts) return { action: "fail" };
      return { action: "retry", delayMs: Math.min(delay * 1000 * 2 ** (failures - 1), longest) };
    },
    // The number of failures says all: there is nothing that an engine after a crash must bring back.
    restore: () => undefined,
  };
}
