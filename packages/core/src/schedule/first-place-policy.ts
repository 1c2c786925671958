import type { Policy, PolicyFactory } from "@sluice/contracts";

/** Takes the first place that has room, in the order of the targets. */
export const firstPlacePolicyFactory = {
  create: (): Policy => ({ choose: ({ places }) => places[0] }),
} satisfies PolicyFactory;
