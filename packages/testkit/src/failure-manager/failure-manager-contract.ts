import assert from "node:assert/strict";
import type { FailureDecision, FailureManager, RunOptions, SerializedError } from "@sluice/contracts";
import { frozen } from "../suite/frozen.ts";
import { assertPlainJson } from "../suite/plain-json.ts";
import { projectionOf } from "../suite/projection-of.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite, type Cases } from "../suite/run-suite.ts";

/** What the suite for failure managers is given. */
export interface FailureManagerContractOptions extends SuiteOptions {
  /** Makes a failure manager; asked twice for the engine before and after a crash. */
  readonly factory: () => FailureManager | Promise<FailureManager>;
  /** Most attempts that its own options allow, where these are more than those of the run. Default: those of the run. */
  readonly mostAttempts?: number;
}

/**
 * Registers the tests that every {@link FailureManager} must pass: its answers can be journaled, no failure is repeated
 * for ever, and after a crash it decides as before.
 *
 * @example
 * ```ts
 * failureManagerContract({ test, factory: () => myFactory.create({ options: {}, context: fakeContext() }) });
 * ```
 */
export function failureManagerContract(options: FailureManagerContractOptions): void {
  runSuite<Harness>({
    options,
    groups: { decide: decideCases, restore: restoreCases },
    open: async (wrap, stack) => {
      const make = async (): Promise<FailureManager> => {
        const manager = wrap(adopt(stack, await options.factory()));
        await manager.open?.({ signal: new AbortController().signal });
        return manager;
      };
      return { manager: await make(), again: make, most: options.mostAttempts ?? 0 };
    },
  });
}

interface Harness {
  readonly manager: FailureManager;
  readonly again: () => Promise<FailureManager>;
  readonly most: number;
}

const lost: SerializedError = { code: "JOB_LOST", message: "gone", retryable: true };
const errors: readonly SerializedError[] = [
  lost,
  { code: "JOB_KILLED", message: "killed", retryable: true },
  { code: "JOB_FAILED", message: "no", retryable: false, actor: "step /align", hint: "Look at stderr." },
  { code: "CWL_EXPRESSION", message: "no", retryable: false, position: { file: "a.cwl", line: 3, column: 1 } },
];
const place = { job: "j1", deployment: "d", location: "l", directory: "/jobs/j1" };

async function decide(
  manager: FailureManager,
  failures: number,
  error: SerializedError,
  attempts: number,
  more: Partial<Parameters<FailureManager["decide"]>[0]> = {},
): Promise<FailureDecision> {
  const options: RunOptions = { onError: "stop", window: 100, attempts };
  const key = { step: "/align", tag: "0.3", attempt: failures };
  const decision = await manager.decide(frozen({ run: "run-1", key, failures, error, options, ...more }));
  assertPlainJson(decision, "the decision");
  assert.ok(["fail", "retry"].includes(decision.action), `'${decision.action}' is no decision`);
  if (decision.action === "retry") {
    const { delayMs } = decision;
    assert.ok(Number.isFinite(delayMs) && delayMs >= 0, `a pause of ${delayMs} ms cannot be`);
    assert.ok(delayMs <= 24 * 3600 * 1000, `a pause of ${delayMs} ms is longer than a day`);
  }
  return decision;
}

const decideCases: Cases<Harness> = {
  "every failure has an answer that can be journaled": async ({ manager }) => {
    for (const error of errors) for (const attempt of [1, 2, 3]) await decide(manager, attempt, error, 3);
  },

  "where the job had its place, and how it ended, may be known or not": async ({ manager }) => {
    const exit = { code: 137, signal: "SIGKILL", usage: { startedAt: 1, endedAt: 2 } };
    for (const error of errors) {
      await decide(manager, 1, error, 3, { place });
      await decide(manager, 1, error, 3, { place, exit });
    }
  },

  "no failure is repeated more often than the run allows": async ({ manager, most }) => {
    for (const error of errors) {
      for (const attempts of [1, 2, 5]) {
        const last = Math.max(attempts, most);
        assert.equal(
          (await decide(manager, last, error, attempts)).action,
          "fail",
          `${error.code} after ${last} attempts`,
        );
        assert.equal((await decide(manager, last + 7, error, attempts)).action, "fail");
      }
    }
  },

  "attempts that nobody counts take nothing from what the run allows": async ({ manager }) => {
    for (const error of errors) {
      const { action } = await decide(manager, 1, error, 3);
      const key = { step: "/align", tag: "0.3", attempt: 40 };
      assert.equal((await decide(manager, 1, error, 3, { key })).action, action, `${error.code} on attempt 40`);
    }
  },

  "many attempts make no pause too long": async ({ manager }) => {
    for (const error of errors)
      for (const attempt of [10, 31, 64, 1000, 1_000_000]) await decide(manager, attempt, error, 2_000_000);
  },

  "failures at the same time do not mix": async ({ manager }) => {
    const all = await Promise.all(errors.map((error) => decide(manager, 1, error, 3)));
    for (const [index, error] of errors.entries())
      assert.equal((await decide(manager, 1, error, 3)).action, all[index]?.action);
  },
};

const restoreCases: Cases<Harness> = {
  "a second manager, told of the run, decides as the first": async ({ manager, again }) => {
    const second = await again();
    const failures = [];
    for (const error of errors) {
      const { action } = await decide(manager, 1, error, 3);
      failures.push({ key: { step: "/align", tag: "0.3", attempt: 1 }, error, place, retried: action === "retry" });
    }
    await second.restore(projectionOf({ failures }));
    for (const error of errors) {
      for (const attempt of [2, 3])
        assert.equal(
          (await decide(second, attempt, error, 3)).action,
          (await decide(manager, attempt, error, 3)).action,
        );
    }
  },

  "it knows again which step and which tag has failed": async ({ manager, again }) => {
    const firings = ["/align 0.1", "/align 0.2", "/sort 0.1"].map((each) => each.split(" ") as [string, string]);
    const failures = [];
    for (const [index, [step, tag]] of firings.entries()) {
      for (let attempt = 1; attempt <= index; attempt++) {
        const key = { step, tag, attempt };
        const { action } = await decide(manager, attempt, lost, 4, { key, place });
        failures.push({ key, error: lost, place, retried: action === "retry" });
      }
    }
    const second = await again();
    await second.restore(projectionOf({ failures }));
    for (const [index, [step, tag]] of firings.entries()) {
      const key = { step, tag, attempt: index + 1 };
      const [told, heard] = [manager, second].map((each) => decide(each, index + 1, lost, 4, { key, place }));
      assert.equal((await heard)?.action, (await told)?.action, `${step} ${tag}, attempt ${index + 1}`);
    }
  },

  "a run without failures, and several runs": async ({ manager }) => {
    await manager.restore(projectionOf());
    await manager.restore(projectionOf({ run: "run-2" }));
    await decide(manager, 1, errors[0] as SerializedError, 3);
  },
};
