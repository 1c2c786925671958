import assert from "node:assert/strict";
import { isSluiceError, type BindingFilter, type JsonObject, type Target } from "@sluice/contracts";
import { frozen } from "../suite/frozen.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite, type Cases } from "../suite/run-suite.ts";

/** A job that a filter is asked about. */
export interface BindingFilterSample {
  readonly step?: string;
  readonly tag?: string;
  readonly inputs?: JsonObject;
  readonly targets?: readonly Target[];
}

/** What the suite for binding filters is given. */
export interface BindingFilterContractOptions extends SuiteOptions {
  /** Makes a filter; disposed after the test if it can be. */
  readonly factory: () =>
    | (BindingFilter & Partial<AsyncDisposable>)
    | Promise<BindingFilter & Partial<AsyncDisposable>>;
  /** Jobs that mean something to the filter. Default: one without inputs. */
  readonly samples?: readonly BindingFilterSample[];
}

/**
 * Registers the tests that every {@link BindingFilter} must pass: it only drops and reorders targets, answers the same
 * to the same question, and refuses with a coded error what it cannot judge.
 *
 * @example
 * ```ts
 * bindingFilterContract({
 *   test,
 *   factory: () => createMyFilter({ input: "size" }),
 *   samples: [{ inputs: { size: 3 } }, { inputs: { size: "large" } }],
 * });
 * ```
 */
export function bindingFilterContract(options: BindingFilterContractOptions): void {
  const samples = [...(options.samples ?? []), {}];
  runSuite<Harness>({
    options,
    groups: { filter: filterCases },
    open: async (wrap, stack) => ({ filter: wrap(adopt(stack, await options.factory())), samples }),
  });
}

interface Harness {
  readonly filter: BindingFilter;
  readonly samples: readonly BindingFilterSample[];
}

const signal = new AbortController().signal;
const targets: readonly Target[] = [
  { deployment: "one", locations: 1 },
  { deployment: "two", service: "worker", locations: 2 },
  { deployment: "two", service: "head", locations: 1, workdir: "/scratch" },
  { deployment: "three", locations: 1 },
];

/** Asks, and sees that the answer is one that the engine can use; undefined when the filter cannot judge the job. */
async function ask({ filter }: Harness, sample: BindingFilterSample): Promise<readonly Target[] | undefined> {
  const input = frozen({ step: "/align", tag: "0", inputs: {}, targets: structuredClone(targets), ...sample });
  let answer: unknown;
  try {
    answer = await filter.filter({ ...input, signal });
  } catch (error) {
    assert.ok(isSluiceError(error), `what it cannot judge is refused with a coded error, not with ${String(error)}`);
    return undefined;
  }
  assert.ok(Array.isArray(answer), "the answer is a list of targets");
  const left = answer as readonly Target[];
  for (const target of left) {
    const known = input.targets.some((each) => JSON.stringify(each) === JSON.stringify(target));
    assert.ok(known, `the answer has a target that was not among the targets: ${JSON.stringify(target)}`);
  }
  assert.equal(new Set(left.map((each) => JSON.stringify(each))).size, left.length, "a target is in the answer twice");
  return left;
}

const filterCases: Cases<Harness> = {
  "only drops and reorders": async (harness) => {
    for (const sample of harness.samples) await ask(harness, sample);
  },

  "the same question has the same answer": async (harness) => {
    for (const sample of harness.samples) assert.deepEqual(await ask(harness, sample), await ask(harness, sample));
  },

  "no targets stay no targets": async (harness) => {
    for (const sample of harness.samples) assert.ok((await ask(harness, { ...sample, targets: [] }))?.length !== 1);
  },

  "one target, and hundreds": async (harness) => {
    const many = Array.from({ length: 300 }, (_, index) => ({ deployment: `d${index}`, locations: 1 }));
    for (const sample of harness.samples) {
      await ask(harness, { ...sample, targets: many.slice(0, 1) });
      await ask(harness, { ...sample, targets: many });
    }
  },

  "steps and tags of every form do not make it stumble": async (harness) => {
    const steps = ["/", "/a/b/c", "/a(b[c", "/count words", "/übung", "/*", "/__proto__"];
    for (const sample of harness.samples) {
      for (const step of steps) await ask(harness, { ...sample, step });
      for (const tag of ["0.3", "0.12.7.1"]) await ask(harness, { ...sample, tag });
    }
  },

  "inputs of every kind do not make it stumble": async (harness) => {
    const inputs: JsonObject = {
      text: "a b",
      number: 1.5,
      yes: true,
      nothing: null,
      list: [1, [2, { deep: "x" }]],
      file: { class: "File", location: "file:///data/a.txt", size: 10 },
    };
    for (const sample of harness.samples) await ask(harness, { ...sample, inputs: { ...inputs, ...sample.inputs } });
  },

  "jobs of scatters, asked about at the same time, do not mix": async (harness) => {
    const asked = harness.samples.flatMap((sample) => [0, 1, 2].map((index) => ({ ...sample, tag: `0.${index}` })));
    const together = await Promise.all(asked.map((sample) => ask(harness, sample)));
    for (const [index, sample] of asked.entries()) assert.deepEqual(await ask(harness, sample), together[index]);
  },
};
