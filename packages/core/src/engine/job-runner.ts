import { join } from "node:path";
import {
  jobFolderName,
  isSluiceError,
  SluiceError,
  type Allocation,
  type Connector,
  type DataLocation,
  type ExecuteStep,
  type Hardware,
  type JobExit,
  type JobHandle,
  type JobOperation,
  type JobOperationInput,
  type JobRequest,
  type JobStatus,
  type JsonObject,
  type Location,
  type OperationInput,
  type RunEvent,
  type RunEventData,
  type ScheduleRequest,
  type StagingEntry,
} from "@sluice/contracts";
import { stagingOf } from "../data/index.ts";
import { cancelJobs } from "./cancel-jobs.ts";
import { effectId } from "./effect-id.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { dataLocations } from "./input-data.ts";
import type { JobPlaces } from "./job-places.ts";
import { createHeldHardware } from "./held-hardware.ts";
import { createInterruptible } from "./interruptible.ts";
import { asked, JobFailure } from "./job-failure.ts";
import { createJobTargets } from "./job-targets.ts";
import { createJobWaiter, type JobWaiter } from "./job-waiter.ts";
import { commandOf, directoriesOf, keepScript, lostError, submissionOf } from "./job-submission.ts";
import { stepKey, type Firing, type ScheduledJob } from "./machine/index.ts";
import type { HookCalls } from "./hook-calls.ts";
import { untilOwnEnd } from "./own-end.ts";
import type { RunDeps } from "./run-deps.ts";
import { sleep } from "../timers.ts";
import { withConstants } from "./with-constants.ts";

/** Takes firings of execute steps from their place to their outputs. */
export interface JobRunner extends Disposable {
  /** What the firing's job will ask for. */
  hardware(firing: Firing, operationInput: OperationInput): Promise<Hardware>;
  /** Finds a place and says so: `job_scheduled`. */
  place(firing: Firing, inputs: JsonObject, operationInput: OperationInput): Promise<void>;
  /** Prepares, stages and submits: `job_submitted`. After a restart it looks for the job first. */
  submit(firing: Firing): Promise<void>;
  /** Waits for the job and collects its outputs: `step_completed`. Throws what makes the attempt fail. */
  settle(firing: Firing): Promise<JobResult>;
  /** Ends the job of an earlier engine that was ending it. Always throws: whatever it made, it is lost. */
  discard(firing: Firing): Promise<never>;
  /** Whether the firing's job was started by an earlier engine. */
  adopted(firing: Firing): boolean;
  /** Whether nobody can tell if the firing's job still runs. */
  doubted(firing: Firing): boolean;
  /** Ends all jobs that run, as far as their environments let it; warns of those that do not. What is submitted later ends then. */
  cancel(): void;
  /** Gives back what a firing holds, whatever became of it. */
  release(firing: Firing): void;
  /** Removes what a job that went well needs no more. */
  tidy(firing: Firing): Promise<void>;
}

/** What became of a job that went well. */
export interface JobResult {
  readonly outputs: JsonObject;
  readonly exit: JobExit;
  /** Where the files of its outputs are. */
  readonly location: Location;
  /** When the job was known to be over, before its outputs were collected. Milliseconds since 1970. */
  readonly endedAt: number;
}

/** What `job_submitted` says of a job. */
type Submitted = Pick<RunEventData["job_submitted"], "handle" | "command">;

/** What is known of a firing's job while this engine drives it. */
interface LiveJob {
  readonly connector: Connector;
  readonly location: Location;
  readonly allocation: Allocation;
  readonly input: JobOperationInput;
  /** Whether an earlier engine started it, as far as is known. */
  adopted: boolean;
  request?: JobRequest;
  outputs?: JsonObject;
  /** Whether how it ended is known. */
  ended: boolean;
  /** Whether nobody can tell if it still runs. */
  doubted?: boolean;
  /** Settles when it was ended with all that it started, if it was told to. */
  ending?: Promise<unknown>;
}

/** What a job runner needs besides the run. */
export interface JobRunnerInput {
  readonly deps: RunDeps;
  readonly places: JobPlaces;
  readonly checkpoints: Pick<Checkpoints, "recover">;
  readonly hooks: Pick<HookCalls, "transform" | "jobState">;
  /** Calls back after the commit. */
  readonly post: (event: RunEvent, committed?: () => void) => void;
  readonly operationInput: (firing: Firing, inputs: JsonObject) => OperationInput;
  /** Aborted when no further job may be submitted. */
  readonly hold: AbortSignal;
  /** Aborted when the run is left: what ends after that may have been told to, whatever its exit code says. */
  readonly signal: AbortSignal;
  /** Milliseconds that jobs get between being asked to end and being killed. */
  readonly graceMs: () => number;
  /** Aborted when nobody waits for jobs any more. */
  readonly closed: AbortSignal;
}

/** What a job gets that does not say what it needs. */
const noHardware: Hardware = { cores: 1 };

/** Makes the runner of a run's jobs. */
export function createJobRunner(given: JobRunnerInput): JobRunner {
  const { deps, places, checkpoints, hooks, post, operationInput, hold, signal, graceMs, closed } = given;
  const untilHold = createInterruptible(hold);
  const untilStop = createInterruptible(signal);
  const live = new Map<Firing, LiveJob>();
  const waiters = new Map<Connector, JobWaiter>();
  /** Whose jobs are live, by the ids of the jobs. */
  const owners = new Map<string, Firing>();
  /** Locations that were seen to be on the engine's own machine. */
  const localPlaces = new Set<string>();
  const { context } = deps;
  const scripts = (): string => deps.state.options.commandScripts ?? "all";
  /** Not so when another engine has the run: then jobs are that one's. */
  let isCancelled = false;
  const jobTargets = createJobTargets(deps, hold);
  const held = createHeldHardware(context.scheduler, deps.logger);

  const operationOf = (firing: Firing): JobOperation => {
    const { operation } = deps.operations.of((firing.plan.step as ExecuteStep).operation);
    if (operation.kind === "job") return operation;
    throw new SluiceError("GRAPH_INVALID", `step ${firing.plan.path} executes an operation that is not a job`);
  };

  const waiterOf = ({ connector, location: { deployment } }: LiveJob): JobWaiter => {
    const known = waiters.get(connector);
    if (known) return known;
    const isOwn = (id: string): boolean => owners.has(id);
    const { logger, outage } = deps;
    const waiter = createJobWaiter({ connector, deployment, logger, signal: closed, outage, isOwn, tell: tellState });
    waiters.set(connector, waiter);
    return waiter;
  };

  /** Between its submission and its end a job is heard of when its connector is asked. */
  function tellState({ id, state }: JobStatus): void {
    const firing = owners.get(id);
    if (firing && state !== "exited" && state !== "lost") hooks.jobState(firing, state);
  }

  async function hardwareOf(firing: Firing, input: OperationInput): Promise<Hardware> {
    const known = (firing.plan.step as ExecuteStep).hardware;
    return known ?? (await operationOf(firing).requirements?.(input)) ?? noHardware;
  }

  async function place(firing: Firing, inputs: JsonObject, input: OperationInput): Promise<void> {
    const hardware = await untilHold(hardwareOf(firing, input));
    const key = stepKey(firing);
    const id = effectId(deps, key);
    const connectors = new Map<string, Connector>();
    const candidates = [];
    for (const target of await untilHold(jobTargets.of(firing, operationOf(firing), input))) {
      const deploying = context.deploymentManager.deploy({ deployment: target.deployment, signal: hold });
      const connector = await untilHold(deploying);
      connectors.set(target.deployment, connector);
      const service = target.service === undefined ? {} : { service: target.service };
      const locations = await untilHold(connector.locations({ ...service, signal: hold }));
      candidates.push({ target, locations });
    }
    const label = key.tag === "0" ? key.step : `${key.step} ${key.tag}`;
    const data = await dataOf(inputs, candidates);
    const request = { job: id, label, run: deps.run, key, hardware, candidates, ...(data && { data }), signal: hold };
    const allocating = context.scheduler.allocate(request);
    const allocation = await untilHold(allocating, held.giveBack).catch((thrown: unknown) => {
      throw asked(thrown, firing.plan.step as ExecuteStep);
    });
    const { location, target } = allocation;
    const connector = connectors.get(target.deployment) as Connector;
    const { job: directory } = keep(firing, id, allocation, () => {
      const folder = join(jobTargets.baseOf(location, target.workdir), jobFolderName(key, id));
      return liveJob(connector, allocation, inputs, folder, firing, false);
    }).input.directories;
    const scheduled = {
      ...key,
      job: id,
      deployment: target.deployment,
      location: location.name,
      directory,
      ...(location.local && { local: true as const }),
      hardware,
    };
    post({ type: "job_scheduled", data: scheduled }, () => hooks.jobState(firing, "scheduled"));
  }

  /** Only a choice among several locations makes it worth knowing where the inputs are. */
  async function dataOf(
    inputs: JsonObject,
    candidates: ScheduleRequest["candidates"],
  ): Promise<ScheduleRequest["data"]> {
    if (candidates.reduce((sum, { locations }) => sum + locations.length, 0) < 2) return undefined;
    const all = candidates.flatMap(({ locations }) => locations);
    for (const { local, deployment, name } of all) if (local) localPlaces.add(`${deployment}\0${name}`);
    if (all.some(({ local }) => !local)) await places.refresh();
    let found: readonly DataLocation[] | undefined;
    const isLocal = (place: { deployment: string; location: string }): boolean =>
      localPlaces.has(`${place.deployment}\0${place.location}`);
    return () => (found ??= dataLocations(inputs, candidates, places, isLocal));
  }

  function liveJob(
    connector: Connector,
    allocation: Allocation,
    inputs: JsonObject,
    directory: string,
    firing: Firing,
    adopted: boolean,
  ): LiveJob {
    const input: JobOperationInput = {
      ...operationInput(firing, inputs),
      directories: directoriesOf(directory),
      hardware: allocation.hardware,
      files: connector.files(allocation.location),
    };
    return { connector, location: allocation.location, allocation, input, adopted, ended: false };
  }

  /** Remembers what a firing holds; gives it back at once when there is no use for it. */
  function keep(firing: Firing, job: string, allocation: Allocation, make: () => LiveJob): LiveJob {
    try {
      const made = make();
      live.set(firing, made);
      owners.set(job, firing);
      return made;
    } catch (error) {
      held.giveBack(allocation);
      throw error;
    }
  }

  /** Brings back what an earlier engine knew of a job. */
  async function adopt(firing: Firing): Promise<LiveJob> {
    const job = firing.job as ScheduledJob;
    const connector = await connectorOf(firing, job);
    const locations = await connector.locations({ signal: closed });
    const location = locations.find((each) => each.name === job.location);
    if (!location)
      throw new SluiceError("JOB_LOST", `location ${job.location} of deployment ${job.deployment} is gone`);
    const inputs = await deps.tokens.readAll(firing.inputs);
    const allocation = context.scheduler.adopt({ job: job.id, location, hardware: job.hardware });
    return keep(firing, job.id, allocation, () =>
      liveJob(connector, allocation, withConstants(firing, inputs), job.directory, firing, true),
    );
  }

  /** The connector of a job of an earlier engine. Also while the run is being cancelled: only a job that was found can be ended. */
  async function connectorOf(firing: Firing, { deployment }: ScheduledJob): Promise<Connector> {
    await jobTargets.recall(firing, operationOf(firing), async () =>
      operationInput(firing, withConstants(firing, await deps.tokens.readAll(firing.inputs))),
    );
    return context.deploymentManager.deploy({ deployment, signal: closed });
  }

  async function find(job: ScheduledJob, connector: Connector): Promise<JobHandle | undefined> {
    const jobs = [{ id: job.id, directory: job.directory, location: job.location }];
    return (await connector.reattach({ jobs, signal: closed }))[0];
  }

  async function submit(firing: Firing): Promise<void> {
    const job = firing.job as ScheduledJob;
    const known = live.get(firing);
    const entry = known ?? (await adopt(firing));
    // A place that an earlier engine committed may have been used already.
    const found = known ? undefined : await find(job, entry.connector);
    if (!found) hold.throwIfAborted();
    // Its folder may hold copies of inputs as they were.
    if (!found && !known && deps.renewed) throw new SluiceError("JOB_LOST", "inputs changed after its folder was made");
    const submitted = found ? { handle: found } : await start(firing, job, entry);
    const data = { ...stepKey(firing), ...submitted };
    post({ type: "job_submitted", data }, () => hooks.jobState(firing, "submitted"));
  }

  /** What the job runs: what its operation asks for, as plugins change it. The same after a restart. */
  async function requestOf(firing: Firing, entry: LiveJob): Promise<JobRequest> {
    return (entry.request ??= await hooks.transform(
      firing,
      await operationOf(firing).prepare(entry.input),
      entry.input.directories.job,
    ));
  }

  async function start(firing: Firing, job: ScheduledJob, entry: LiveJob): Promise<Submitted> {
    const request = await untilHold(requestOf(firing, entry));
    const { directories } = entry.input;
    const placed = stagingOf(request, directories.job);
    await untilHold(deps.inputs.check(placed));
    await openInputs(firing, placed);
    const folders = [directories.output, directories.temporary].map((target) => ({
      type: "directory" as const,
      target,
    }));
    const staging = stage([...folders, ...deps.secrets.reveal(placed)], entry);
    await untilHold(staging);
    const { connector, location } = entry;
    entry.adopted = false;
    // It may end, and its connector tell of it, before anybody waits for it.
    waiterOf(entry);
    const submission = submissionOf(stepKey(firing), job, request, directories);
    try {
      const handle = await connector.submit({ job: deps.secrets.reveal(submission), location, signal });
      const command = commandOf(submission, deps.hidden);
      if (location.local && scripts() === "all") keepScript(submission, deps);
      return { handle, command: await deps.tokens.write(command as unknown as JsonObject) };
    } catch (error) {
      // A submission that was cut short may have started its job all the same.
      const found = signal.aborted ? await find(job, connector) : undefined;
      if (!found) throw error;
      return { handle: found };
    }
  }

  /** Says before the job starts which inputs it may change: whoever takes the run up must not wonder. @throws `INPUT_SHARED` */
  async function openInputs(firing: Firing, entries: readonly StagingEntry[]): Promise<void> {
    const opened = deps.access.begin(stepKey(firing), entries);
    if (opened === undefined) return;
    deps.inputs.release(opened.paths);
    await new Promise<void>((committed) =>
      post({ type: "inputs_opened", data: { ...stepKey(firing), ...opened } }, () => committed()),
    );
  }

  /** Where inputs are gone of which copies were kept, those are staged, once. */
  async function stage(entries: readonly StagingEntry[], { location, input }: LiveJob): Promise<void> {
    const directory = input.directories.job;
    try {
      await context.dataManager.stage({ entries, location, directory, signal: hold });
    } catch (error) {
      hold.throwIfAborted();
      const instead = await checkpoints.recover({ error, entries, location, files: input.files });
      if (!instead) throw error;
      await context.dataManager.stage({ entries: instead, location, directory, signal: hold });
    }
  }

  function giveBack(firing: Firing): void {
    held.giveBack(live.get(firing)?.allocation);
    // A job of an earlier engine that was never adopted still has what was set aside for it.
    if (deps.resumed && firing.job) held.forget(firing.job.id);
  }

  async function settle(firing: Firing): Promise<JobResult> {
    const entry = live.get(firing) ?? (await adopt(firing));
    // Its submission was under way when the run was cancelled.
    if (isCancelled) cancelAll([firing]);
    const { status, unseen } = entry.adopted
      ? await waitAgain(firing, entry)
      : { status: await waiterOf(entry).wait(firing.handle as JobHandle), unseen: false };
    entry.ended = true;
    // The hardware is free from here on; collecting needs none of it.
    held.giveBack(entry.allocation);
    if (signal.aborted) await entry.ending;
    signal.throwIfAborted();
    const { exit } = status;
    if (exit) await untilOwnEnd({ exit, unseen, signal });
    hooks.jobState(firing, exit ? "exited" : "lost", exit?.code);
    if (!exit) throw lostError(status);
    const request = await requestOf(firing, entry);
    const endedAt = Date.now();
    let cause: unknown;
    try {
      const outputs = await operationOf(firing).collect({ ...entry.input, exit, request });
      entry.outputs = outputs;
      if (!exit.timedOut) return { outputs, exit, location: entry.location, endedAt };
    } catch (error) {
      if (!exit.timedOut || (isSluiceError(error) && error.code === "JOB_TIMEOUT")) cause = error;
    }
    if (entry.location.local && scripts() === "failed")
      keepScript(submissionOf(stepKey(firing), firing.job as ScheduledJob, request, entry.input.directories), deps);
    // What was ended by its time has no outputs, whatever it answered to that.
    cause ??= new SluiceError("JOB_TIMEOUT", `the job ran longer than its limit of ${request.timeout} s`);
    throw new JobFailure(cause, exit);
  }

  async function discard(firing: Firing): Promise<never> {
    const entry = live.get(firing) ?? (await adopt(firing));
    const { connector } = entry;
    const handle = (await find(firing.job as ScheduledJob, connector)) ?? firing.handle;
    if (handle) {
      const [status] = await connector.poll({ handles: [handle], signal: closed });
      if (status?.state !== "exited" && status?.state !== "lost") {
        const ended = waiterOf(entry).wait(handle);
        if (status?.doubt === undefined) {
          endJobs([{ entry, handle }]);
          await Promise.all([ended, entry.ending]);
        } else {
          doubt(firing, entry, status.doubt);
          await untilStop(ended);
        }
      }
    }
    throw new SluiceError("JOB_LOST", "the job was being stopped when the engine of its run died");
  }

  function cancelAll(firings: Iterable<Firing>): void {
    const jobs = [];
    for (const firing of firings) {
      const [entry, handle] = [live.get(firing), firing.handle];
      if (entry && handle && !entry.ended) jobs.push({ entry, handle });
    }
    endJobs(jobs);
  }

  function endJobs(jobs: readonly { readonly entry: LiveJob; readonly handle: JobHandle }[]): void {
    const ends = jobs.map(({ entry: { connector, location }, handle }) => ({
      connector,
      deployment: location.deployment,
      handle,
    }));
    const ending = cancelJobs({ jobs: ends, graceMs: graceMs(), logger: deps.logger });
    for (const { entry } of jobs) entry.ending = Promise.all([entry.ending, ending]);
    void ending.then(() => leaveStubborn(jobs));
  }

  /** An environment may answer that it ends a job and not do it, or never answer at all. */
  async function leaveStubborn(jobs: Parameters<typeof endJobs>[0]): Promise<void> {
    await sleep(deps.patience, closed).catch(() => undefined);
    if (closed.aborted) return;
    for (const { entry, handle } of jobs) if (!entry.ended) waiterOf(entry).leave(handle.id, deps.patience);
  }

  /** A job of an earlier engine may have ended unseen: the first question is asked at once. */
  async function waitAgain(firing: Firing, entry: LiveJob): Promise<{ status: JobStatus; unseen: boolean }> {
    const found = await find(firing.job as ScheduledJob, entry.connector);
    const handle: JobHandle = found ?? (firing.handle as JobHandle);
    const [status] = await entry.connector.poll({ handles: [handle], signal: closed }).catch(() => {
      // Whoever waits for it asks again, and says so.
      return [];
    });
    if (status && (status.state === "exited" || status.state === "lost")) return { status, unseen: true };
    const ended = waiterOf(entry).wait(handle);
    if (status?.doubt === undefined) return { status: await ended, unseen: false };
    doubt(firing, entry, status.doubt);
    return { status: await untilStop(ended), unseen: true };
  }

  /** Nothing starts a second time while the first may still be there. @throws `JOB_LOST` when somebody knows that it is not */
  function doubt(firing: Firing, entry: LiveJob, why: string): void {
    if (deps.assumeLost) throw new SluiceError("JOB_LOST", `nobody can tell whether the job still runs: ${why}`);
    entry.doubted = true;
    const { path } = firing.plan;
    const ways = `'sluice resume ${deps.run} --assume-lost' does it again if you know that it is gone`;
    deps.logger.warn(`${path}: waiting for the result of job ${firing.job?.id}: ${why}; ${ways}`, { step: path });
  }

  return {
    hardware: hardwareOf,
    place,
    submit,
    settle,
    discard,
    // One whose location or environment is gone has no entry.
    doubted: (firing) => live.get(firing)?.doubted === true,
    adopted: (firing) => live.get(firing)?.adopted ?? firing.job !== undefined,
    cancel() {
      isCancelled = true;
      cancelAll(live.keys());
    },
    async tidy(firing) {
      const entry = live.get(firing);
      if (!entry) return;
      const { directories } = entry.input;
      await context.dataManager.release({ directories, location: entry.location, signal: closed });
    },
    release(firing) {
      const entry = live.get(firing);
      giveBack(firing);
      live.delete(firing);
      if (entry?.request && entry.location.local) deps.secrets.clean(entry.request.staging, entry.outputs ?? {});
      deps.access.end(stepKey(firing));
      if (firing.job) owners.delete(firing.job.id);
    },
    [Symbol.dispose]() {
      // Another engine has the run now, or its journal cannot be written: what its jobs hold here is free.
      for (const firing of live.keys()) giveBack(firing);
      for (const firing of deps.state.active.values()) giveBack(firing);
      live.clear();
      for (const waiter of waiters.values()) waiter[Symbol.dispose]();
    },
  };
}
