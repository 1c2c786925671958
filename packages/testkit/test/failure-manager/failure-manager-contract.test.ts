import type { FailureDecision, FailureManager } from "@sluice/contracts";
import { failureManagerContract } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

const deciding = (decide: FailureManager["decide"]): (() => FailureManager) => {
  return () => ({ restore: () => {}, decide });
};

describeSuite<() => FailureManager>({
  name: "failure manager",
  contract: (test, factory, wrapped) => failureManagerContract({ test, factory, wrapped, timeout: 5000 }),
  good: deciding(({ failures, error, options }) =>
    error.retryable && failures < options.attempts ? { action: "retry", delayMs: 10 } : { action: "fail" },
  ),
  broken: {
    "repeats for ever": {
      fake: deciding(() => ({ action: "retry", delayMs: 0 })),
      caughtBy: "decide: no failure is repeated more often than the run allows",
    },
    "doubles its pauses without end": {
      fake: deciding(({ failures, options }) =>
        failures < options.attempts ? { action: "retry", delayMs: 2 ** failures } : { action: "fail" },
      ),
      caughtBy: "decide: many attempts make no pause too long",
    },
    "takes the number of the attempt for the number of failures": {
      fake: deciding(({ key, error, options }) =>
        error.retryable && key.attempt < options.attempts ? { action: "retry", delayMs: 10 } : { action: "fail" },
      ),
      caughtBy: "decide: attempts that nobody counts take nothing from what the run allows",
    },
    "answers with what cannot be": {
      fake: deciding(() => ({ action: "ignore" }) as unknown as FailureDecision),
      caughtBy: "decide: every failure has an answer that can be journaled",
    },
    "needs to know where the job was": {
      fake: deciding(({ place }) => ({ action: place?.job.length === 2 ? "fail" : (undefined as unknown as "fail") })),
      caughtBy: "decide: every failure has an answer that can be journaled",
    },
    "learns from a journal only how much went wrong": {
      fake: () => {
        const counts = new Map<string, number>();
        const name = ({ step, tag }: { readonly step: string; readonly tag: string }): string => `${step} ${tag}`;
        let before = 0;
        return {
          restore: async (run) => {
            for await (const _ of run.failures()) before++;
          },
          decide: ({ key, failures, error, options }) => {
            const seen = (counts.get(name(key)) ?? before) + 1;
            counts.set(name(key), seen);
            return error.retryable && Math.max(seen, failures) < options.attempts
              ? { action: "retry", delayMs: 0 }
              : { action: "fail" };
          },
        };
      },
      caughtBy: "restore: it knows again which step and which tag has failed",
    },
    "never decides": {
      fake: deciding(() => new Promise(() => {})),
      caughtBy: "decide: every failure has an answer that can be journaled",
    },
    "counts by itself, and forgets in a crash": {
      fake: () => {
        let seen = 0;
        return {
          restore: () => {},
          decide: ({ options }) => (++seen < options.attempts ? { action: "retry", delayMs: 0 } : { action: "fail" }),
        };
      },
      caughtBy: "restore: a second manager, told of the run, decides as the first",
    },
  },
});
