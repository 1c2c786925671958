import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite } from "../suite/run-suite.ts";
import { blobsCases } from "./blobs-cases.ts";
import type { DatabaseHarness, DatabaseInput, DatabaseSubject } from "./database-harness.ts";
import { journalCases } from "./journal-cases.ts";
import { leasesCases } from "./leases-cases.ts";
import { persistenceCases } from "./persistence-cases.ts";
import { runsCases } from "./runs-cases.ts";
import { summaryCases } from "./summary-cases.ts";

/** What the database suite is given. */
export interface DatabaseContractOptions extends SuiteOptions {
  /** Makes an empty database that goes by the given clock. */
  readonly factory: (input: DatabaseInput) => DatabaseSubject | Promise<DatabaseSubject>;
  /** `persistent`: what was committed outlives the process; then the subject has `again`. Default: none. */
  readonly capabilities?: readonly "persistent"[];
}

/**
 * Registers the tests that every {@link Database} must pass: journals without gaps and without lost updates, summaries,
 * blobs, leases.
 *
 * @example
 * ```ts
 * import { test } from "node:test";
 *
 * databaseContract({ test, factory: ({ now }) => ({ database: createMyDatabase({ now }) }) });
 * ```
 */
export function databaseContract(options: DatabaseContractOptions): void {
  const persistent = options.capabilities?.includes("persistent") === true;
  runSuite<DatabaseHarness>({
    options,
    groups: {
      runs: runsCases,
      journal: journalCases,
      summary: summaryCases,
      blobs: blobsCases,
      leases: leasesCases,
      ...(persistent && { persistence: persistenceCases }),
    },
    open: async (wrap, stack) => {
      const clock = { time: 1_700_000_000_000 };
      const subject = adopt(stack, await options.factory({ now: () => clock.time }));
      const database = stack.use(wrap(subject.database));
      return {
        database,
        clock,
        again: async () => {
          if (!subject.again) throw new Error("a persistent database needs `again` in its subject");
          return stack.use(wrap(await subject.again()));
        },
      };
    },
  });
}
