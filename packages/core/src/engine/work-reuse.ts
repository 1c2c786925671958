import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  failureText,
  jobFolderName,
  SluiceError,
  toSluiceError,
  type CacheStore,
  type DeploymentConfig,
  type ErrorCode,
  type ExecuteStep,
  type Json,
  type JsonObject,
  type OperationInput,
} from "@sluice/contracts";
import { checkBrought, createValueFingerprint, type Fingerprint } from "../data/index.ts";
import { toPlainJson } from "../answers/index.ts";
import type { CommittedFiles } from "./committed-files.ts";
import { effectId } from "./effect-id.ts";
import type { JobRunner } from "./job-runner.ts";
import { stepKey, type Firing } from "./machine/index.ts";
import { placementOf } from "./placement.ts";
import type { RunDeps } from "./run-deps.ts";

/** Answers firings of execute steps with results of earlier runs, and keeps the results of this one. */
export interface WorkReuse {
  /**
   * The outputs of the same work done before, or undefined: then its job has to run. While a job for the same work is under way in this
   * run, it is waited for.
   * @throws `DISK_FULL` when there is no space for the files of the outputs
   */
  find(firing: Firing, inputs: JsonObject, input: OperationInput): Promise<JsonObject | undefined>;
  /** Keeps what a job made. A cache that cannot take it is worth a warning, never a failure. */
  keep(firing: Firing, outputs: JsonObject): Promise<void>;
  /** Lets others go on that wait for this firing, whatever became of it. */
  release(firing: Firing): void;
}

/** Where a run keeps and finds results. */
export interface RunCache {
  readonly store: CacheStore;
  /** Whether the store compares what it brings with what was stored: what a plugin brings is compared here. */
  readonly verifies: boolean;
}

/** What re-use needs besides the run. */
export interface WorkReuseInput {
  readonly deps: RunDeps;
  readonly cache: RunCache;
  readonly jobs: Pick<JobRunner, "hardware">;
  readonly committedFiles: Pick<CommittedFiles, "commit">;
  /** Aborted when nothing new may start. */
  readonly signal: AbortSignal;
}

/** Raised when keys are made of something else, or mean something else, so that older results are not found any more. */
const keyVersion = 3;

/** Makes the re-use of a run. */
export function createWorkReuse({ deps, cache, jobs, committedFiles, signal }: WorkReuseInput): WorkReuse {
  const { store, verifies } = cache;
  const { logger } = deps;
  const fingerprint = createValueFingerprint();
  /** Keys whose work is being looked up or done now, and who does it. */
  const flights = new Map<string, PromiseWithResolvers<void>>();
  const leaders = new Map<Firing, Fingerprint>();
  /** Keys whose work was done and not kept: waiting for each other would gain nothing. */
  const notShared = new Set<string>();
  /** Operations of which it was told that they cannot say what their work is. */
  const notKeyed = new Set<string>();
  let complained = false;
  signal.addEventListener("abort", () => {
    for (const flight of flights.values()) flight.resolve();
  });

  async function keyOf(firing: Firing, inputs: JsonObject, input: OperationInput): Promise<Fingerprint | undefined> {
    const ref = (firing.plan.step as ExecuteStep).operation;
    const { operation } = deps.operations.of(ref);
    if (operation.kind !== "job" || !operation.cacheKey) return undefined;
    try {
      const hardware = await jobs.hardware(firing, input);
      const work = await operation.cacheKey({ ...input, inputs, hardware });
      if (work === undefined) return undefined;
      const parts: JsonObject = {
        key: keyVersion,
        operation: [ref.name, ref.version],
        places: placesOf(firing),
        hardware: { ...hardware },
        work,
      };
      return await fingerprint.of(parts, signal);
    } catch (error) {
      signal.throwIfAborted();
      const { code } = toSluiceError(error);
      // Of what else is wrong, if anything is, the job itself finds and says better.
      const tell = isOfPlugin(code) && !notKeyed.has(ref.name) ? "warn" : "debug";
      if (tell === "warn") notKeyed.add(ref.name);
      logger[tell](`${firing.plan.path}: not re-used: ${failureText(error)}`, { step: firing.plan.path, code });
      return undefined;
    }
  }

  /** What the step is bound to, without the names that a configuration gives. */
  function placesOf(firing: Firing): Json {
    return placementOf(firing.plan.path, deps.bindings).targets.map(({ deployment, service = null }) => ({
      ...placeOf(deployment),
      service,
    }));
  }

  function placeOf(name: string): JsonObject {
    const found: DeploymentConfig | undefined = deps.deployments.find((each) => each.name === name);
    if (!found) return { type: name };
    const { type, config, wraps } = found;
    const around = wraps && { ...placeOf(wraps.deployment), service: wraps.service ?? null };
    return { type, config, ...(around && { wraps: around }) };
  }

  /** Looks for a result. What the store says or brings that is none is not found. @throws `DISK_FULL` */
  async function lookup(firing: Firing, key: string): Promise<JsonObject | undefined> {
    const place = stepKey(firing);
    const { step } = place;
    const folder = join(deps.folder, "jobs", jobFolderName(place, effectId(deps, place)));
    const directory = join(folder, "out");
    try {
      const found: unknown = await store.lookup({ key, directory, signal });
      if (found === undefined) return undefined;
      const outputs = toPlainJson(found, "the result");
      await checkBrought(outputs, { directory, checksums: !verifies, signal });
      committedFiles.commit(folder, step, Date.now());
      return outputs;
    } catch (thrown) {
      signal.throwIfAborted();
      const error = toSluiceError(thrown);
      if (error.code === "DISK_FULL") throw error;
      logger.warn(`the result that was kept of this work cannot be used: ${failureText(error)}`, {
        step,
      });
      removeAll(directory);
      return undefined;
    }
  }

  function land(key: string): void {
    flights.get(key)?.resolve();
    flights.delete(key);
  }

  return {
    async find(firing, inputs, input) {
      // Begun once more after the disk was full: nobody else does its work.
      if (leaders.has(firing)) return undefined;
      const work = await keyOf(firing, inputs, input);
      if (work === undefined) return undefined;
      const key = work.digest;
      for (let flight = flights.get(key); flight && !notShared.has(key); flight = flights.get(key)) {
        await flight.promise;
        signal.throwIfAborted();
      }
      if (!flights.has(key)) {
        flights.set(key, Promise.withResolvers());
        leaders.set(firing, work);
      }
      let found: JsonObject | undefined;
      try {
        found = await lookup(firing, key);
      } catch (error) {
        if (leaders.delete(firing)) land(key);
        throw error;
      }
      if (found && leaders.delete(firing)) land(key);
      return found;
    },
    async keep(firing, outputs) {
      const work = leaders.get(firing);
      if (work === undefined) return;
      const key = work.digest;
      const label = `${firing.plan.path} ${firing.tag}`;
      const own = [deps.folder, ...(firing.job ? [firing.job.directory] : [])];
      try {
        // Nobody knows which of its states the job has seen.
        const changed = await work.changed(signal);
        if (changed !== undefined) {
          logger.warn(`${changed} changed while its job ran: the result is not kept for later runs`, {
            step: firing.plan.path,
          });
          return;
        }
        if (!(await store.store({ key, outputs, private: own, label, signal }))) return;
        leaders.delete(firing);
        land(key);
      } catch (error) {
        if (signal.aborted) return;
        const text = failureText(error);
        if (complained) logger.debug(text);
        else logger.warn(`results are not kept for later runs: ${text}`);
        complained = true;
      }
    },
    release(firing) {
      const work = leaders.get(firing);
      if (work === undefined) return;
      leaders.delete(firing);
      notShared.add(work.digest);
      land(work.digest);
    },
  };
}

/** Whether a plugin gave no proper answer. */
function isOfPlugin(code: ErrorCode): boolean {
  return code === "PLUGIN_TIMEOUT" || code === "PLUGIN_INVALID" || code === "PLUGIN_FAILED";
}

/** The job must not find what is none of its own. */
function removeAll(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch (cause) {
    throw new SluiceError("FILE_UNWRITABLE", `${directory} cannot be removed: ${(cause as Error).message}`, { cause });
  }
}
