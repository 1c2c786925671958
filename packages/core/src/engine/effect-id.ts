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

/** Name of a job's folder: readable, safe in every file system and shell, and unique through the id. */
export function jobFolderName(key: StepKey, id: string): string {
  const step = key.step.replaceAll(/[^A-Za-z0-9._-]+/g, ".").replaceAll(/^\.+|\.+$/g, "");
  return `${step.slice(0, 60) || "job"}-${key.tag}-${id.slice(0, 8)}`;
}
