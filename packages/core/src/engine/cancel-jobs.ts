import { failureText, type Connector, type JobHandle, type Logger } from "@sluice/contracts";
import { timeLimit } from "../timers.ts";

/** Ends jobs. Where an environment cannot, that is warned of, and keeps nobody else's jobs from ending. */
export async function cancelJobs(input: {
  readonly jobs: readonly { readonly connector: Connector; readonly deployment: string; readonly handle: JobHandle }[];
  /** Milliseconds between asking and forcing. */
  readonly graceMs: number;
  readonly logger: Logger;
}): Promise<void> {
  const { jobs, graceMs, logger } = input;
  // Not the run's signal: it is aborted by now.
  const signal = timeLimit(graceMs + 60_000);
  const ends = [...Map.groupBy(jobs, ({ connector }) => connector)].map(async ([connector, ofConnector]) => {
    try {
      await connector.cancel({ handles: ofConnector.map(({ handle }) => handle), graceMs, signal });
    } catch (error) {
      logger.warn(`jobs of ${ofConnector[0]?.deployment} cannot be ended: ${failureText(error)}`);
    }
  });
  await Promise.all(ends);
}
