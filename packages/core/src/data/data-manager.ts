import type { DataManager, DataManagerFactory } from "@sluice/contracts";
import { discardJobs } from "./discard-jobs.ts";
import { createDownloads } from "./fetch/downloads.ts";
import { publishOutputs } from "./publish/publish-outputs.ts";
import { releaseJob } from "./release-job.ts";
import { stageEntries } from "./stage/stage-entries.ts";

/** Serves locations whose paths are paths of this machine. */
export const defaultDataManagerFactory = {
  create: ({ scheme = () => undefined }: Pick<Parameters<DataManagerFactory["create"]>[0], "scheme">): DataManager => {
    const downloads = createDownloads(scheme);
    return {
      // What is on this machine is found again where it was.
      restore: () => undefined,
      fetch: (input) => downloads.fetch(input),
      stage: (input) => stageEntries(input, (wanted) => downloads.fetch(wanted)),
      release: releaseJob,
      discard: discardJobs,
      publish: publishOutputs,
      [Symbol.asyncDispose]: () => downloads[Symbol.asyncDispose](),
    };
  },
} satisfies DataManagerFactory;
