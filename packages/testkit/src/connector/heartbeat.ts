import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import type { JobSubmission } from "@sluice/contracts";
import { eventually } from "../suite/eventually.ts";
import type { ConnectorHarness } from "./connector-harness.ts";

/** The beginning of a shell script: something in the background that writes as long as it lives, half a minute at most. */
export const heartbeat =
  "(i=0; while [ $i -lt 300 ]; do echo $i >>beat; i=$((i+1)); sleep 0.1; done) >/dev/null 2>&1 </dev/null &";

/** Whether what a job started in the background got as far as to write. */
export async function hasBeaten({ storage }: ConnectorHarness, job: JobSubmission): Promise<boolean> {
  return (await beatsOf(storage, job)) > 0;
}

async function beatsOf(storage: ConnectorHarness["storage"], job: JobSubmission): Promise<number> {
  return (await storage.read(join(job.directories.output, "beat")))?.length ?? 0;
}

/** Asserts that what a job started in the background has ended, too. */
export async function assertQuiet({ storage, patience }: ConnectorHarness, job: JobSubmission): Promise<void> {
  const beats = (): Promise<number> => beatsOf(storage, job);
  await eventually(
    "the end of what the job started",
    async () => {
      const before = await beats();
      await sleep(450);
      return (await beats()) === before && before > 0 ? true : undefined;
    },
    Math.min(patience, 10_000),
  );
}
