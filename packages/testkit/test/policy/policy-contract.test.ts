import type { Place, Policy } from "@sluice/contracts";
import { policyContract } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

const first: Policy = { choose: ({ places }) => places[0] };

describeSuite<Policy>({
  name: "policy",
  contract: (test, policy, wrapped) => policyContract({ test, factory: () => policy, wrapped, timeout: 2000 }),
  good: first,
  broken: {
    "answers with a place of its own": {
      fake: { choose: ({ places: [place] }) => place && { ...place } },
      caughtBy: "choice: the only place, or none",
    },
    "answers later": {
      fake: { choose: async ({ places }: { places: readonly Place[] }) => places[0] } as unknown as Policy,
      caughtBy: "choice: the only place, or none",
    },
    "reverses the list that it was given": {
      fake: { choose: ({ places }) => (places as Place[]).reverse()[0] },
      caughtBy: "choice: one of several places",
    },
    "stumbles over places that do not say what they have": {
      fake: { choose: ({ places }) => places.find((place) => (place.free as { cores: number }).cores > 0) },
      caughtBy: "choice: places that do not say what they have",
    },
    "stumbles over jobs whose data lie nowhere": {
      fake: {
        choose: ({ request, places }) => {
          const [largest] = request.data?.() ?? [{ location: "a" }];
          return places.find(({ location }) => location.name === (largest as { location: string }).location);
        },
      },
      caughtBy: "choice: a job whose inputs lie nowhere that is known",
    },
    "listens to signals for ever": {
      fake: {
        choose: ({ request, places }) => {
          request.signal.addEventListener("abort", () => {});
          return places[0];
        },
      },
      caughtBy: "choice: the signal of a job is left alone",
    },
    "never ends": {
      fake: { ...first, [Symbol.asyncDispose]: () => new Promise<void>(() => {}) } as Policy,
      caughtBy: "choice: the only place, or none",
    },
    "stumbles over jobs whose data nobody knows": {
      fake: { choose: ({ request, places }) => places[(request.data as () => unknown[])().length] ?? places[0] },
      caughtBy: "choice: the only place, or none",
    },
  },
});
