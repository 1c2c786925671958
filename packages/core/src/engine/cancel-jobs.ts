import { toSluiceError, type Connector, type JobHandle, type Logger } from "@sluice/contracts";
import type { Firing, ScheduledJob } from "./machine/index.ts";

/** Ends the jobs of firings. Where an environment cannot, that is warned of, and keeps nobody else's jobs from ending. */
export async function cancelJobs(input: {
  readonly firings: readonly Firing[];
  readonly connectorOf: (firing: Firing, job: ScheduledJob, patience: AbortSignal) => Promise<Connector>;
  /** Milliseconds between asking and forcing. */
  readonly graceMs: number;
  readonly logger: Logger;
}): Promise<void> {
  const { firings, connectorOf, graceMs, logger } = input;
  // Not the run's signal: it is aborted by now.
  const patience = AbortSignal.timeout(graceMs + 60_000);
  const groups = new Map<Connector, { readonly deployment: string; readonly handles: JobHandle[] }>();
  const complaints = new Set<string>();
  const attempt = async (deployment: string, part: () => Promise<void>): Promise<void> => {
    try {
      await part();
    } catch (error) {
      complaints.add(`jobs of ${deployment} cannot be ended: ${toSluiceError(error).message}`);
    }
  };
  for (const firing of firings) {
    const { handle, job } = firing;
    if (!handle || !job) continue;
    const { deployment } = job;
    await attempt(deployment, async () => {
      const connector = await connectorOf(firing, job, patience);
      const group = groups.get(connector) ?? { deployment, handles: [] };
      group.handles.push(handle);
      groups.set(connector, group);
    });
  }
  const ends = [...groups].map(([connector, { deployment, handles }]) =>
    attempt(deployment, () => connector.cancel({ handles, graceMs, signal: patience })),
  );
  await Promise.all(ends);
  for (const complaint of complaints) logger.warn(complaint);
}
