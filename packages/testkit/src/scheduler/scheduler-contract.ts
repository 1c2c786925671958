import type { Scheduler } from "@sluice/contracts";
import { settles } from "../suite/eventually.ts";
import { adopt, runSuite } from "../suite/run-suite.ts";
import { allocateCases } from "./allocate-cases.ts";
import { policyCases } from "./policy-cases.ts";
import { restoreCases } from "./restore-cases.ts";
import {
  firstPlace,
  requestFor,
  type Asked,
  type SchedulerContractOptions,
  type SchedulerHarness,
} from "./scheduler-harness.ts";
import { signalCases } from "./signal-cases.ts";

/**
 * Registers the tests that every {@link Scheduler} must pass: it never gives more than there is, serves who came first,
 * asks the policies, and keeps account of the jobs of earlier engines.
 *
 * @example
 * ```ts
 * schedulerContract({
 *   test,
 *   factory: ({ policy }) => mySchedulerFactory.create({ options: {}, context: fakeContext(), policy }),
 * });
 * ```
 */
export function schedulerContract(options: SchedulerContractOptions): void {
  runSuite<SchedulerHarness>({
    options,
    groups: { allocate: allocateCases, policy: policyCases, signals: signalCases, restore: restoreCases },
    open: async (wrap, stack) => {
      const policies: SchedulerHarness["policies"] = new Map();
      const make = async (): Promise<Scheduler> => {
        const made = await options.factory({ policy: (deployment) => policies.get(deployment) ?? firstPlace });
        const scheduler = wrap(adopt(stack, made));
        await scheduler.open?.({ signal: new AbortController().signal });
        return scheduler;
      };
      const scheduler = await make();
      return {
        scheduler,
        again: make,
        policies,
        ask: (hardware, locations, more, by = scheduler) => {
          const asked: { -readonly [Key in keyof Asked]: Asked[Key] } = {};
          by.allocate(requestFor(hardware, locations, more)).then(
            (given) => (asked.given = given),
            (error: unknown) => (asked.error = error),
          );
          return asked;
        },
        get: (hardware, locations, by = scheduler) =>
          settles("a place that is free", by.allocate(requestFor(hardware, locations)), 5000),
      };
    },
  });
}
