import { dirname } from "node:path";
import type { JobPlace, RunStore } from "@sluice/contracts";
import type { ScheduledJob } from "./machine/index.ts";

/** Knows on which location a path of a job lies. */
export interface JobPlaces {
  /** Reads what the journal has got since the last time. */
  refresh(): Promise<void>;
  /** Where the job ran in whose folder a path lies; undefined for paths outside of all jobs that were read so far. */
  of(path: string): { readonly deployment: string; readonly location: string } | undefined;
}

/** Makes places out of a run's journal. Nothing is read, or kept, before somebody asks. */
export function createJobPlaces(store: RunStore): JobPlaces {
  const places = new Map<string, { readonly deployment: string; readonly location: string }>();
  let fromSeq = 1;
  let reading: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    for await (const event of store.read({ fromSeq })) {
      fromSeq = event.seq + 1;
      if (event.type !== "job_scheduled") continue;
      const { directory, deployment, location } = event.data;
      places.set(directory, { deployment, location });
    }
  };
  return {
    async refresh() {
      reading ??= read().finally(() => (reading = undefined));
      await reading;
    },
    of(path) {
      for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
        const found = places.get(folder);
        if (found) return found;
      }
      return undefined;
    },
  };
}

/** The place of a job, as others hear of it. */
export function jobPlace({ id, deployment, location, directory }: ScheduledJob): JobPlace {
  return { job: id, deployment, location, directory };
}
