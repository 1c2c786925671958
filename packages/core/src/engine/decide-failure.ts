import {
  failureText,
  toSluiceError,
  type FailureDecision,
  type FailureManager,
  type Logger,
  type StepKey,
} from "@sluice/contracts";

/**
 * What becomes of a failed attempt. Where the failure manager itself fails, or answers with what is no decision, the attempt has failed for
 * good: the run has an error to show either way.
 */
export async function decideFailure(
  manager: FailureManager,
  failed: Parameters<FailureManager["decide"]>[0],
  logger: Logger,
): Promise<FailureDecision> {
  try {
    return await manager.decide(failed);
  } catch (thrown) {
    const error = toSluiceError(thrown, "PLUGIN_FAILED");
    const { code } = error;
    logger.error(`the failure manager failed: ${failureText(error)}; ${nameOf(failed.key)} is not tried again`, {
      code,
    });
    return { action: "fail" };
  }
}

function nameOf({ step, tag }: StepKey): string {
  return `${step} ${tag}`;
}
