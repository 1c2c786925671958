import type { SluiceContext } from "./context.ts";
import type { SerializedError } from "./errors.ts";
import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { JobExit } from "./job.ts";
import type { JsonObject } from "./json.ts";
import type { Manager } from "./manager.ts";
import type { RunOptions, StepKey } from "./run-event.ts";
import type { JobPlace } from "./run-projection.ts";

/** Decides what a failure leads to. */
export const failureManagerPoint: ExtensionPoint<FailureManagerFactory> = extensionPoint({
  id: "failure-manager",
  apiVersion: 1,
  purpose: "Decides whether a failed attempt is repeated, and when.",
  stability: "stable",
  default: "default",
});

/** Makes a failure manager for one engine. */
export interface FailureManagerFactory {
  create(input: {
    readonly options: JsonObject;
    readonly context: SluiceContext;
  }): FailureManager | Promise<FailureManager>;
}

/** Asked once for each failed attempt; the answer is journaled with the failure. */
export interface FailureManager extends Manager {
  /** @returns what becomes of the attempt. When it throws, or answers with anything else, that is logged and the attempt has failed for good */
  decide(input: {
    readonly run: string;
    readonly key: StepKey;
    /**
     * How many attempts of this firing have failed so far, this one included: what a limit is compared with. The number of the attempt may
     * be higher, since attempts that were cancelled, lost while no engine ran, or had no room on the machine are nobody's failure.
     */
    readonly failures: number;
    readonly error: SerializedError;
    /** How the attempt's job ended, if it had one that did. */
    readonly exit?: JobExit;
    readonly options: RunOptions;
    /** Where the attempt's job had its place, if it had one. */
    readonly place?: JobPlace;
  }): Promise<FailureDecision> | FailureDecision;
}

/** What becomes of a failed attempt. `delayMs`: milliseconds until the next. */
export type FailureDecision = { readonly action: "fail" } | { readonly action: "retry"; readonly delayMs: number };
