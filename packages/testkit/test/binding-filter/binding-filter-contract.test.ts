import type { BindingFilter, Target } from "@sluice/contracts";
import { bindingFilterContract } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

const last: BindingFilter = { filter: ({ targets }) => targets.slice(-2).toReversed() };
let turn = 0;

describeSuite<BindingFilter>({
  name: "binding filter",
  contract: (test, filter, wrapped) =>
    bindingFilterContract({ test, factory: () => filter, samples: [{ inputs: { size: 3 } }], wrapped }),
  good: last,
  broken: {
    "answers with a target of its own": {
      fake: { filter: () => [{ deployment: "mine", locations: 1 }] },
      caughtBy: "filter: only drops and reorders",
    },
    "names a target twice": {
      fake: { filter: ({ targets: [target] }) => (target ? [target, target] : []) },
      caughtBy: "filter: one target, and hundreds",
    },
    "reverses the list that it was given": {
      fake: { filter: ({ targets }) => (targets as Target[]).reverse() },
      caughtBy: "filter: only drops and reorders",
    },
    "goes on from where it was": {
      fake: { filter: ({ targets }) => targets.slice(turn++ % 2) },
      caughtBy: "filter: the same question has the same answer",
    },
    "takes the names of steps for patterns": {
      fake: {
        filter: ({ targets, step }) => targets.filter(({ deployment }) => !new RegExp(`^${step}$`).test(deployment)),
      },
      caughtBy: "filter: steps and tags of every form do not make it stumble",
    },
    "takes tags for numbers": {
      fake: {
        filter: ({ targets, tag }) => {
          if (Number.isNaN(Number(tag))) throw new TypeError(`${tag} is no number`);
          return targets;
        },
      },
      caughtBy: "filter: steps and tags of every form do not make it stumble",
    },
    "answers with nothing": {
      fake: { filter: () => undefined } as unknown as BindingFilter,
      caughtBy: "filter: no targets stay no targets",
    },
    "throws what has no code": {
      fake: {
        filter: ({ targets, inputs }) => {
          if (typeof inputs["size"] !== "number") throw new Error("no size");
          return targets;
        },
      },
      caughtBy: "filter: only drops and reorders",
    },
  },
});
