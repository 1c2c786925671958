import type { FailureManager, JobExit } from "@sluice/contracts";

/** As the schema in `package.json` describes them. */
export type Options = { readonly codes: readonly number[]; readonly budget: number; readonly delay: number };

/** Repeats by exit code as long as the run has budget left; what is retryable by itself is repeated as the run's options say. */
export function createRetryExitCodes({ codes, budget, delay }: Options): FailureManager {
  /** By run: repeated attempts. */
  const spent = new Map<string, number>();
  const isListed = (exit: JobExit | undefined): boolean => exit !== undefined && codes.includes(exit.code);

  return {
    decide({ run, failures, error, exit, options }) {
      const used = spent.get(run) ?? 0;
      if (isListed(exit) && used < budget) {
        spent.set(run, used + 1);
        return { action: "retry", delayMs: delay * 1000 };
      }
      if (error.retryable && failures < options.attempts) return { action: "retry", delayMs: delay * 1000 };
      return { action: "fail" };
    },
    // What the run spent before the engine died stays spent.
    async restore(projection) {
      let used = 0;
      for await (const { exit, retried } of projection.failures()) if (retried && isListed(exit)) used += 1;
      spent.set(projection.run, used);
    },
  };
}
