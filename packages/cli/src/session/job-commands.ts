import type { Database, JobCommand } from "@sluice/contracts";
import type { JobRecord } from "./run-record.ts";

/** A job and what it runs, as the journal has it. */
export interface KnownCommand {
  readonly job: JobRecord;
  readonly command: JobCommand;
}

/** What jobs run, of those of which the journal says it. */
export async function readCommands(
  database: Database,
  run: string,
  jobs: readonly JobRecord[],
): Promise<readonly KnownCommand[]> {
  const { createTokenStore } = await import("@sluice/core");
  await using store = await database.openRun({ run, readonly: true });
  const tokens = createTokenStore(store);
  const found: KnownCommand[] = [];
  for (const job of jobs) {
    if (job.command) found.push({ job, command: (await tokens.read(job.command)) as unknown as JobCommand });
  }
  return found;
}
