import type { HookName } from "@sluice/contracts";

/** How a hook comes to be called. */
export type HookScenario = "run" | "failure" | "cancellation" | "environment" | "cache";

/** Every hook. A test compares it with the contracts. */
export const triedHooks: Readonly<Record<HookName, HookScenario>> = {
  beforeNodeExecute: "run",
  afterNodeExecute: "run",
  onNodeError: "failure",
  onNodeCancelled: "cancellation",
  beforeNodeRetry: "failure",
  afterNodeRetry: "failure",
  onCacheHit: "cache",
  beforeGraphExecute: "run",
  afterGraphExecute: "run",
  onGraphError: "failure",
  onGraphCancelled: "cancellation",
  onJobState: "run",
  beforeDeploy: "environment",
  afterDeploy: "environment",
  onDeployError: "environment",
  beforeUndeploy: "environment",
  afterUndeploy: "environment",
  onUndeployError: "environment",
  beforeTransfer: "run",
  afterTransfer: "run",
  onTransferError: "failure",
  transformJobRequest: "run",
  wrapNodeExecute: "run",
};
