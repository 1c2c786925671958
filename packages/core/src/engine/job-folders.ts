import { sep } from "node:path";
import {
  isJobFolder,
  SluiceError,
  failureText,
  type Database,
  type Location,
  type SluiceContext,
} from "@sluice/contracts";

/** The folders that jobs of a run have on a location, outside of the run's own folder. */
export interface JobFolders {
  readonly deployment: string;
  readonly location: string;
  /** Whether they are on the engine's own machine. */
  readonly local: boolean;
  readonly jobs: readonly { readonly job: string; readonly directory: string }[];
}

/** Folders of jobs that could not be removed. */
export interface LeftFolders extends Omit<JobFolders, "jobs" | "local"> {
  readonly directories: readonly string[];
  readonly reason: string;
}

/** Milliseconds that a location gets to be reached, and folders to be removed: they may hold millions of files. */
const reachLimit = 120_000;
const removeLimit = 6 * 60 * 60_000;

/** Where a run's jobs have folders that do not go with the run's own, by its journal. */
export async function jobFoldersElsewhere(database: Database, run: string): Promise<readonly JobFolders[]> {
  const own = database.runFolder(run) + sep;
  const places = new Map<string, JobFolders & { readonly jobs: { job: string; directory: string }[] }>();
  await using store = await database.openRun({ run, readonly: true });
  for await (const event of store.read()) {
    if (event.type !== "job_scheduled" || event.data.directory.startsWith(own)) continue;
    const { deployment, location, job, directory, local = false } = event.data;
    const key = JSON.stringify([deployment, location, local]);
    const place = places.get(key) ?? { deployment, location, local, jobs: [] };
    places.set(key, place);
    place.jobs.push({ job, directory });
  }
  return [...places.values()];
}

/**
 * Removes such folders through the data manager, as far as that and their locations allow. An environment that is not on this machine is brought
 * up for it. The answer is what is left, and why.
 */
export async function discardJobFolders(input: {
  readonly context: Pick<SluiceContext, "dataManager" | "deploymentManager">;
  readonly run: string;
  readonly places: readonly JobFolders[];
  readonly keepLogs: boolean;
}): Promise<readonly LeftFolders[]> {
  const { context, run, places, keepLogs } = input;
  const left: LeftFolders[] = [];
  for (const { deployment, location, local, jobs } of places) {
    const leave = (some: JobFolders["jobs"], reason: string): void => {
      const directories = [...new Set(some.map(({ directory }) => directory))];
      if (directories.length > 0) left.push({ deployment, location, directories, reason });
    };
    const own = jobs.filter((job) => isJobFolder({ run, ...job }));
    leave(
      jobs.filter((job) => !own.includes(job)),
      "no job of this run can have such a folder",
    );
    try {
      const { dataManager, deploymentManager } = context;
      if (!dataManager.discard) throw new SluiceError("FILE_UNWRITABLE", "the data manager does not remove folders");
      const place: Location = local
        ? { deployment, name: location, local }
        : await findLocation(deploymentManager, deployment, location);
      const signal = AbortSignal.timeout(removeLimit);
      await dataManager.discard({ run, location: place, jobs: own, keepLogs, signal });
    } catch (error) {
      leave(own, failureText(error));
    }
  }
  return left;
}

async function findLocation(
  manager: SluiceContext["deploymentManager"],
  deployment: string,
  location: string,
): Promise<Location> {
  const signal = AbortSignal.timeout(reachLimit);
  const connector = await manager.deploy({ deployment, signal });
  const found = (await connector.locations({ signal })).find(({ name }) => name === location);
  if (found) return found;
  throw new SluiceError("FILE_UNWRITABLE", `deployment '${deployment}' has no location '${location}' any more`);
}
