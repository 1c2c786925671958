import type { FailureManager } from "@sluice/contracts";

/** Takes every failure for final. */
export const dummyFailureManager: FailureManager = {
  restore: () => undefined,
  decide: () => ({ action: "fail" }),
};
