import { errorCodes } from "@sluice/contracts";
import type { RunResult } from "@sluice/core";

/** Exit status for how a run ended: 33 when all that failed is not supported. */
export function exitStatusOf({ status, failures }: RunResult): number {
  if (status === "completed") return 0;
  if (status === "cancelled") return errorCodes.RUN_CANCELLED.exit;
  const unsupported = failures.length > 0 && failures.every(({ error }) => error.code === "CWL_UNSUPPORTED");
  return unsupported ? errorCodes.CWL_UNSUPPORTED.exit : errorCodes.RUN_FAILED.exit;
}
