import type { StepKey } from "@sluice/contracts";

/** The firing whose outputs the suite saves. */
export const sampleKey: StepKey = { step: "/align", tag: "0", attempt: 1 };
