import type { Json, JsonObject, Operation } from "@sluice/contracts";
import { fakeContext, type FakeContextInput } from "../fakes/fake-context.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite } from "../suite/run-suite.ts";
import { jobCases } from "./job-cases.ts";
import type { OperationHarness } from "./operation-harness.ts";
import { valueCases } from "./value-cases.ts";

/** A firing that an operation is asked about. */
export interface OperationSample {
  readonly params: Json;
  readonly inputs: JsonObject;
  /** What a value operation answers, where that is to be compared. */
  readonly outputs?: JsonObject;
}

/** An operation, as its author hands it to the suite. */
export interface OperationSubject extends Partial<AsyncDisposable> {
  readonly operation: Operation;
  /** At least one. */
  readonly samples: readonly OperationSample[];
}

/** What the suite for operations is given. */
export interface OperationContractOptions extends SuiteOptions {
  readonly factory: () => OperationSubject | Promise<OperationSubject>;
  /** `value` for a {@link ValueOperation}, `job` for a {@link JobOperation}. */
  readonly kind: Operation["kind"];
  /** What the operation needs of its context. */
  readonly context?: FakeContextInput;
}

/**
 * Registers the tests that every {@link Operation} must pass: the same firing has the same answer, in plain data, and
 * what a job asks for lies in its own folder.
 *
 * @example
 * ```ts
 * operationContract({
 *   test,
 *   kind: "value",
 *   factory: () => ({ operation: double, samples: [{ params: {}, inputs: { n: 2 }, outputs: { n: 4 } }] }),
 * });
 * ```
 */
export function operationContract(options: OperationContractOptions): void {
  runSuite<OperationHarness>({
    options,
    groups: options.kind === "job" ? { job: jobCases } : { value: valueCases },
    open: async (wrap, stack) => {
      const { operation, samples } = adopt(stack, await options.factory());
      return { operation: wrap(operation), samples, context: fakeContext(options.context) };
    },
  });
}
