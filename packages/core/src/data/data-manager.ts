import type { DataManager, DataManagerFactory } from "@sluice/contracts";
import { sweepTemporaryFolders } from "../temporary-folders.ts";
import { discardJobs } from "./discard-jobs.ts";
import { createDownloads } from "./fetch/downloads.ts";
import { checkOutdir } from "./publish/check-outdir.ts";
import { publishOutputs } from "./publish/publish-outputs.ts";
import { createSpareFolders } from "./spare-folders.ts";
import { stageEntries } from "./stage/stage-entries.ts";

/** Serves locations whose paths are paths of this machine. */
export const defaultDataManagerFactory = {
  create: ({ scheme = () => undefined }: Pick<Parameters<DataManagerFactory["create"]>[0], "scheme">): DataManager => {
    const downloads = createDownloads(scheme);
    const spares = createSpareFolders();
    let sweeping: Promise<void> | undefined;
    return {
      // In the background: nobody waits for what others left behind.
      open: async () => {
        sweeping ??= sweepTemporaryFolders();
        return Promise.resolve();
      },
      // What is on this machine is found again where it was.
      restore: () => undefined,
      fetch: (input) => downloads.fetch(input),
      stage: (input) => stageEntries(input, (wanted) => downloads.fetch({ ...wanted, keep: input.keep }), spares),
      release: async ({ directories }) => spares.keep(directories.temporary),
      discard: discardJobs,
      checkOutdir,
      publish: publishOutputs,
      async [Symbol.asyncDispose]() {
        await sweeping;
        await downloads[Symbol.asyncDispose]();
      },
    };
  },
} satisfies DataManagerFactory;
