import {
  isSluiceError,
  failureText,
  toSluiceError,
  type JsonObject,
  type Location,
  type LocationFiles,
  type StagingEntry,
} from "@sluice/contracts";
import { localPath } from "../data/index.ts";
import type { JobPlaces } from "./job-places.ts";
import { stepKey, type Firing } from "./machine/index.ts";
import type { RunDeps } from "./run-deps.ts";

/** Has the outputs of a run's jobs kept, and gets them back when they are gone. */
export interface Checkpoints {
  /** Has the outputs of a job kept, while the run goes on. */
  save(firing: Firing, outputs: JsonObject, location: Location): void;
  /** Settles when everything is kept, or has failed to be. */
  settled(): Promise<void>;
  /** What to stage instead where sources are gone of which copies were kept; undefined where that is not what is wrong. */
  recover(failed: {
    readonly error: unknown;
    readonly entries: readonly StagingEntry[];
    readonly location: Location;
    readonly files: LocationFiles;
  }): Promise<readonly StagingEntry[] | undefined>;
}

/** How many jobs' outputs are being kept at a time: more would only fight for the disk with the jobs. */
const most = 4;
/** A full disk would be told of as often as there are jobs. */
const mostWarnings = 10;

/** Makes the checkpoints of a run. `signal`: nobody waits for anything any more. */
export function createCheckpoints(deps: RunDeps, places: JobPlaces, signal: AbortSignal): Checkpoints {
  const { run, logger } = deps;
  const { checkpointManager: manager } = deps.context;
  const waiting: (() => Promise<void>)[] = [];
  const running = new Set<Promise<void>>();
  let warnings = 0;

  function complain(what: string, thrown: unknown): void {
    if (signal.aborted) return;
    const error = toSluiceError(thrown, "CHECKPOINT_FAILED");
    const { code } = error;
    const tell = warnings++ < mostWarnings ? "warn" : "debug";
    logger[tell](`${what}: ${failureText(error)}`, { code });
  }

  function next(): void {
    const save = running.size < most ? waiting.shift() : undefined;
    if (!save) return;
    const done = save().finally(() => {
      running.delete(done);
      next();
    });
    running.add(done);
  }

  async function find(path: string, location: Location): Promise<string | undefined> {
    const maker = places.of(path) ?? { deployment: location.deployment, location: location.name };
    try {
      return await manager.find({ run, ...maker, path, signal });
    } catch (error) {
      complain(`the checkpoint of ${path} cannot be used`, error);
      return undefined;
    }
  }

  async function settled(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
  }

  return {
    save(firing, outputs, location) {
      const key = stepKey(firing);
      waiting.push(async () => {
        try {
          await manager.save({ run, key, outputs, location, signal });
        } catch (error) {
          complain(`no checkpoint of ${firing.key}`, error);
        }
      });
      next();
    },
    settled,
    async recover({ error, entries, location, files }) {
      if (!isSluiceError(error) || error.code !== "STAGING_FAILED") return undefined;
      const sources = entries.flatMap((entry) => (entry.type === "input" ? (localPath(entry.source) ?? []) : []));
      const paths = [...new Set(sources)];
      const stats = await files.stat({ paths });
      const gone = paths.filter((_, index) => stats[index] === undefined);
      if (gone.length === 0) return undefined;
      // What is missing may just be on its way.
      await settled();
      await places.refresh();
      const copies = new Map<string, string>();
      for (const path of gone) {
        const copy = await find(path, location);
        if (copy !== undefined) copies.set(path, copy);
      }
      if (copies.size === 0) return undefined;
      for (const path of copies.keys())
        logger.warn(`${path} is gone: its checkpoint is used`, { location: location.name });
      return entries.map((entry) => {
        const copy = entry.type === "input" ? copies.get(localPath(entry.source) ?? "") : undefined;
        return copy === undefined ? entry : { ...entry, source: copy };
      });
    },
  };
}
