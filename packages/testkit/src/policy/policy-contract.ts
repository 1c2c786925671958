import assert from "node:assert/strict";
import type { DataLocation, Hardware, Place, Policy, ScheduleRequest } from "@sluice/contracts";
import { frozen } from "../suite/frozen.ts";
import { assertNotHeard } from "../suite/not-heard.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite, type Cases } from "../suite/run-suite.ts";
import { sampleLocation, sampleNumbers, sampleTarget } from "../suite/samples.ts";

/** What the policy suite is given. */
export interface PolicyContractOptions extends SuiteOptions {
  /** Makes a policy; disposed after the test if it can be. */
  readonly factory: () => (Policy & Partial<AsyncDisposable>) | Promise<Policy & Partial<AsyncDisposable>>;
}

/**
 * Registers the tests that every {@link Policy} must pass: it answers at once, with one of the places or with none, and
 * changes nothing that it is given.
 *
 * @example
 * ```ts
 * policyContract({ test, factory: () => createMyPolicy({ reserve: 2 }) });
 * ```
 */
export function policyContract(options: PolicyContractOptions): void {
  runSuite<Policy>({
    options,
    groups: { choice: choiceCases },
    open: async (wrap, stack) => wrap(adopt(stack, await options.factory())),
  });
}

type Choice = Parameters<Policy["choose"]>[0];

function request(hardware: Hardware, places: readonly Place[], data?: readonly DataLocation[]): ScheduleRequest {
  return {
    job: "job-1",
    label: "/step 0",
    hardware,
    candidates: places.map(({ target, location }) => ({ target, locations: [location] })),
    // A program that asks by itself knows neither of them.
    ...(data && { data: () => data, run: "run-1", key: { step: "/step", tag: "0", attempt: 1 } }),
    signal: new AbortController().signal,
  };
}

function place(name: string, free?: Hardware, deployment = "d"): Place {
  return { target: sampleTarget(deployment), location: sampleLocation(name, free, deployment), free };
}

function question(places: readonly Place[], hardware: Hardware = { cores: 1 }, data?: readonly DataLocation[]): Choice {
  return frozen({ request: request(hardware, places, data), places });
}

/** Asks, and sees that the answer is one that a scheduler can use. */
function ask(policy: Policy, choice: Choice): Place | undefined {
  const answer: unknown = policy.choose(choice);
  assert.ok(!(answer instanceof Promise), "a policy must answer at once, not with a promise");
  if (answer === undefined) return undefined;
  const found = choice.places.find((each) => each === answer);
  assert.ok(found, "a policy must answer with one of the places that it was given, or with undefined");
  return found;
}

const choiceCases: Cases<Policy> = {
  "the only place, or none": (policy) => {
    ask(policy, question([place("a", { cores: 4, memory: 1000 })]));
  },

  "one of several places": (policy) => {
    ask(policy, question([place("a", { cores: 1 }), place("b", { cores: 8 }), place("c", { cores: 2 })]));
  },

  "places of several deployments": (policy) => {
    ask(policy, question([place("a", { cores: 1 }, "one"), place("a", { cores: 2 }, "two")]));
  },

  "places that do not say what they have": (policy) => {
    ask(policy, question([place("queue"), place("a", { cores: 2 })]));
    ask(policy, question([place("queue")], {}));
  },

  "a job whose inputs have known places": (policy) => {
    const data: DataLocation[] = ["a", "b", "elsewhere"].map((location, index) => ({
      path: `/data/${location}`,
      deployment: "d",
      location,
      kind: "primary",
      ...(index > 0 && { size: 10 ** index, checksum: `sha1$${"0".repeat(40)}` }),
    }));
    ask(policy, question([place("a", { cores: 1 }), place("b", { cores: 1 })], { cores: 1 }, data));
  },

  "a job whose inputs lie nowhere that is known": (policy) => {
    ask(policy, question([place("a", { cores: 1 }), place("b", { cores: 1 })], { cores: 1 }, []));
  },

  "the signal of a job is left alone": (policy) => {
    const choice = question([place("a", { cores: 1 }), place("b", { cores: 1 })]);
    ask(policy, choice);
    assertNotHeard(choice.request.signal, "the policy");
  },

  "a job that asks for nothing, and one that asks for everything": (policy) => {
    const everything = { cores: 0.5, memory: 100, tmpdirSize: 10, outdirSize: 10, gpus: 1 };
    for (const hardware of [{}, everything]) ask(policy, question([place("a", everything), place("b")], hardware));
  },

  "whatever it is asked, the answer is one of the places": (policy) => {
    const next = sampleNumbers(1);
    for (let round = 0; round < 300; round++) {
      const places = Array.from({ length: 1 + next(6) }, (_, index) =>
        place(
          `l${index}`,
          next(4) === 0 ? undefined : { cores: 1 + next(16), memory: 100 + next(1000) },
          `d${next(2)}`,
        ),
      );
      ask(policy, question(places, { cores: 1, memory: next(100) }));
    }
  },

  "many places are no burden": (policy) => {
    const places = Array.from({ length: 5000 }, (_, index) => place(`l${index}`, { cores: 1 + (index % 7) }));
    const begun = performance.now();
    ask(policy, question(places));
    assert.ok(performance.now() - begun < 5000, "a choice among 5000 places took more than 5 s");
  },
};
