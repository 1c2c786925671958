import { settles } from "./eventually.ts";
import type { RegisterTest } from "./register-test.ts";

/** A test that was registered. */
export interface CollectedTest {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What became of a test. */
export interface TestOutcome {
  readonly name: string;
  /** What it threw; absent when it passed. */
  readonly error?: unknown;
}

/** Gathers tests, to run them without a test runner. */
export interface Collector {
  readonly test: RegisterTest;
  readonly tests: readonly CollectedTest[];
  /**
   * Runs the tests that were gathered.
   * @param options.concurrency - how many run at a time; default: 1
   * @param options.timeout - milliseconds that a test may take; default: no limit
   * @returns the outcomes in the order of registration
   */
  run(options?: { readonly concurrency?: number; readonly timeout?: number }): Promise<readonly TestOutcome[]>;
}

/**
 * A runner that gathers tests instead of running them: to run a suite from a script, or to see that a suite refuses
 * an implementation that is broken.
 *
 * @example
 * ```ts
 * const collector = collect();
 * policyContract({ test: collector.test, factory: () => ({ policy: brokenPolicy }) });
 * const outcomes = await collector.run();
 * const caught = outcomes.filter(({ error }) => error !== undefined);
 * ```
 */
export function collect(): Collector {
  const tests: CollectedTest[] = [];
  return {
    tests,
    test: (name, run) => void tests.push({ name, run }),
    run: async ({ concurrency = 1, timeout } = {}) => {
      const outcomes: TestOutcome[] = [];
      let next = 0;
      const lane = async (): Promise<void> => {
        for (let index = next++; index < tests.length; index = next++) {
          const { name, run } = tests[index] as CollectedTest;
          outcomes[index] = await outcomeOf(name, run, timeout);
        }
      };
      await Promise.all(Array.from({ length: concurrency }, lane));
      return outcomes;
    },
  };
}

async function outcomeOf(name: string, run: () => Promise<void>, timeout?: number): Promise<TestOutcome> {
  try {
    await (timeout === undefined ? run() : settles(name, run(), timeout));
    return { name };
  } catch (error) {
    return { name, error: error ?? new Error("the test threw nothing that can be shown") };
  }
}
