import { createHash, randomBytes } from "node:crypto";
import type { StepKey } from "@sluice/contracts";

/** What the ids of a run's effects depend on. */
export interface RunIdentity {
  readonly run: string;
  /** Keeps runs of one name apart; absent in runs of before there was one. */
  readonly nonce?: string | undefined;
}

/** A nonce for a new run. */
export function newNonce(): string {
  return randomBytes(16).toString("hex");
}

/** Identifies an external effect for ever: the same attempt of the same firing of the same run has the same id. */
export function effectId({ run, nonce }: RunIdentity, key: StepKey): string {
  const identity = nonce === undefined ? [run] : [run, nonce];
  return createHash("sha256")
    .update(JSON.stringify([...identity, key.step, key.tag, key.attempt]))
    .digest("hex")
    .slice(0, 20);
}
