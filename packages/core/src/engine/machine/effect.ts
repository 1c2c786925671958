import type { StepFailure, Token } from "@sluice/contracts";
import type { Firing } from "./state.ts";

/** What the machine wants done. The interpreter does it and reports the outcome as an event. */
export type Effect =
  /** Begin an attempt: evaluate an operation, or find a place for a job. */
  | { readonly type: "start"; readonly firing: Firing; readonly delayMs: number }
  /** Submit a job whose place is committed. */
  | { readonly type: "submit"; readonly firing: Firing }
  /** Wait for a submitted job. */
  | { readonly type: "watch"; readonly firing: Firing }
  /** End a job whose run was being cancelled when its engine died, and do without what it made. */
  | { readonly type: "discard"; readonly firing: Firing }
  /** Read the lists of a scatter whose lengths are not known. */
  | { readonly type: "resolve"; readonly firing: Firing }
  /** Start nothing more: what has no job yet is withdrawn, what runs may end. */
  | { readonly type: "hold" }
  /** End everything that is active. */
  | { readonly type: "cancel" }
  /** The run is over. */
  | {
      readonly type: "finish";
      readonly status: "completed" | "failed" | "cancelled";
      readonly outputs: Readonly<Record<string, Token>>;
      readonly failures: readonly StepFailure[];
      readonly reason: string;
    };
