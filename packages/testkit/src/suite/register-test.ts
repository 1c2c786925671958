/** Registers a test with whatever runner there is: `test` of vitest or of `node:test`, or that of {@link collect}. */
export type RegisterTest = (name: string, body: () => Promise<void>) => unknown;

/** What every contract suite is given. */
export interface SuiteOptions {
  readonly test: RegisterTest;
  /**
   * Runs every test a second time over a copy of the implementation that only delegates: engines and plugins wrap
   * implementations, and a wrapped one must keep its contract. Default: false.
   */
  readonly wrapped?: boolean;
  /**
   * Milliseconds that a test may take with all around it: what hangs fails, also where the runner would wait for ever. Default: 120,000.
   */
  readonly timeout?: number;
}
