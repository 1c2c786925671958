import type { Frontend, FrontendContext, JsonObject } from "@sluice/contracts";
import { fakeContext } from "../fakes/fake-context.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite } from "../suite/run-suite.ts";
import { documentCases } from "./document-cases.ts";
import { translationCases } from "./translation-cases.ts";

/** A front-end, as its author hands it to the suite. */
export interface FrontendSubject extends Partial<AsyncDisposable> {
  readonly frontend: Frontend;
  /** Absolute path of a document that can be run, whose file name is one of the language. */
  readonly document: string;
  /** Values for its inputs, as a user would type them, by name; with all that are required. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
  /** What becomes of the texts, where that is to be compared. */
  readonly inputs?: JsonObject;
  /** Absolute path of a document with a fault. */
  readonly faulty: string;
}

/** What the suite for front-ends is given. */
export interface FrontendContractOptions extends SuiteOptions {
  readonly factory: () => FrontendSubject | Promise<FrontendSubject>;
}

/** What the tests of front-ends work with. */
export interface FrontendHarness extends FrontendSubject {
  readonly context: FrontendContext;
  readonly signal: AbortSignal;
}

/**
 * Registers the tests that every {@link Frontend} must pass: documents are described, faults have codes and places, and
 * a document with the same inputs is always the same graph, in plain data, whose parts fit together.
 *
 * @example
 * ```ts
 * frontendContract({
 *   test,
 *   factory: () => ({ frontend, document: fixture("ok.flow"), texts: { n: ["3"] }, faulty: fixture("bad.flow") }),
 * });
 * ```
 */
export function frontendContract(options: FrontendContractOptions): void {
  runSuite<FrontendHarness>({
    options,
    groups: { documents: documentCases, translation: translationCases },
    open: async (wrap, stack) => {
      const subject = adopt(stack, await options.factory());
      const { dataManager, configDir, logger } = fakeContext();
      const context = { fetch: dataManager.fetch.bind(dataManager), configDir, logger };
      return { ...subject, frontend: wrap(subject.frontend), context, signal: new AbortController().signal };
    },
  });
}
