import assert from "node:assert/strict";
import type { JsonObject, RunReporter, RunReporterFactory, StoredRunEvent } from "@sluice/contracts";
import { leftBehind } from "../plugin/left-behind.ts";
import { frozen } from "../suite/frozen.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite, type Cases } from "../suite/run-suite.ts";
import { sampleEvents, sampleProgress, sampleResult } from "./sample-events.ts";

/** What the suite for reporters is given. */
export interface ReporterContractOptions extends SuiteOptions {
  readonly factory: () =>
    | (RunReporterFactory & Partial<AsyncDisposable>)
    | Promise<RunReporterFactory & Partial<AsyncDisposable>>;
  /** Options that reporters are made with. Default: none. */
  readonly options?: JsonObject;
}

/**
 * Registers the tests that every reporter must pass: it takes every event at once, changes nothing, and keeps runs apart.
 *
 * @example
 * ```ts
 * reporterContract({ test, factory: () => ({ create: ({ out }) => createTapReporter(out) }) });
 * ```
 */
export function reporterContract(options: ReporterContractOptions): void {
  runSuite<Harness>({
    options,
    groups: { events: eventCases },
    open: async (wrap, stack) => {
      const factory = wrap(adopt(stack, await options.factory()));
      return {
        open: async (run = "run-1") => {
          const written = { out: "", err: "" };
          const reporter = await factory.create({
            options: options.options ?? {},
            run,
            name: "Sample",
            out: (text) => void (written.out += text),
            err: (text) => void (written.err += text),
          });
          stack.defer(async () => reporter[Symbol.asyncDispose]?.());
          return { reporter, written };
        },
      };
    },
  });
}

interface Opened {
  readonly reporter: RunReporter;
  readonly written: { readonly out: string; readonly err: string };
}

interface Harness {
  readonly open: (run?: string) => Promise<Opened>;
}

function tell({ reporter }: Opened, events: readonly StoredRunEvent[]): void {
  for (const event of events) {
    const answer: unknown = reporter.event(frozen(structuredClone(event)), frozen({ ...sampleProgress }));
    assert.equal(answer, undefined, "an event must be taken at once: nobody waits for an answer");
  }
}

const eventCases: Cases<Harness> = {
  "every event is taken, and the end": async ({ open }) => {
    const opened = await open();
    tell(opened, sampleEvents);
    await opened.reporter.end?.(sampleResult("completed"));
  },

  "every way that a run can end is taken": async ({ open }) => {
    for (const status of ["completed", "failed", "cancelled"] as const) {
      const opened = await open(`run ${status}`);
      tell(opened, sampleEvents);
      await opened.reporter.end?.(frozen(sampleResult(status)));
      await opened.reporter[Symbol.asyncDispose]?.();
    }
  },

  "events that nobody knows yet are passed over": async ({ open }) => {
    const opened = await open();
    const later = { type: "run_paused", data: { by: "somebody" }, seq: 1, time: 1 } as unknown as StoredRunEvent;
    tell(opened, [later, ...sampleEvents]);
  },

  "a run that is taken up in the middle is taken": async ({ open }) => {
    const opened = await open();
    tell(opened, sampleEvents.slice(3));
    await opened.reporter.end?.(sampleResult("completed"));
  },

  "several runs do not mix": async ({ open }) => {
    const alone = await open("one");
    tell(alone, sampleEvents);
    const [first, second] = [await open("one"), await open("two")];
    for (const event of sampleEvents) {
      tell(first, [event]);
      tell(second, [event]);
    }
    // How long something took may differ.
    const text = ({ written }: Opened): string => `${written.out}\n${written.err}`.replaceAll(/\d+(\.\d+)?/g, "0");
    assert.equal(text(first), text(alone));
  },

  "a run without an end can be left, and disposed twice": async ({ open }) => {
    const { reporter } = await open();
    await reporter[Symbol.asyncDispose]?.();
    await reporter[Symbol.asyncDispose]?.();
  },

  "a run leaves nothing behind, with its end or without": async ({ open }) => {
    for (const ends of [true, false]) {
      const left = await leftBehind(async () => {
        const opened = await open();
        tell(opened, sampleEvents);
        if (ends) await opened.reporter.end?.(sampleResult("completed"));
        await opened.reporter[Symbol.asyncDispose]?.();
      });
      assert.deepEqual(left, []);
    }
  },

  "thousands of events are no burden": async ({ open }) => {
    const opened = await open();
    const [, , , submitted] = sampleEvents;
    const begun = performance.now();
    for (let index = 0; index < 5000; index++) tell(opened, submitted ? [submitted] : []);
    assert.ok(performance.now() - begun < 10_000, "5000 events took more than 10 s");
  },
};
