import type { DataManagerFactory } from "@sluice/contracts";
import { publishOutputs } from "./publish/publish-outputs.ts";
import { releaseJob } from "./release-job.ts";
import { stageEntries } from "./stage/stage-entries.ts";

/** Serves locations whose paths are paths of this machine. */
export const defaultDataManagerFactory: DataManagerFactory = {
  create: () => ({ stage: stageEntries, release: releaseJob, publish: publishOutputs }),
};
