import type { JsonObject } from "./json.ts";
import type { StepFailure } from "./run-event.ts";

/** Counts of firings of steps. `known` grows as scatters are taken apart. */
export interface RunProgress {
  readonly known: number;
  readonly completed: number;
  readonly failed: number;
  readonly running: number;
  readonly waiting: number;
}

/** How a run ended. Outputs that were there are given also when it failed. */
export interface RunResult {
  readonly status: "completed" | "failed" | "cancelled";
  readonly outputs: JsonObject;
  readonly failures: readonly StepFailure[];
}
