import { setMaxListeners } from "node:events";
import { hostname } from "node:os";
import {
  failureText,
  shortageOf,
  SluiceError,
  toSluiceError,
  type FailureDecision,
  type JobExit,
  type JsonObject,
  type OperationInput,
  type RunEvent,
  type RunOptions,
  type RunProgress,
  type RunResult,
  type StoredRunEvent,
  type Token,
} from "@sluice/contracts";
import { createCheckpoints } from "./checkpoints.ts";
import { createCommittedFiles } from "./committed-files.ts";
import { decideFailure } from "./decide-failure.ts";
import { createEnding } from "./ending.ts";
import type { Backlog } from "./hook-backlog.ts";
import { createHookCalls } from "./hook-calls.ts";
import { createJobPlaces, jobPlace } from "./job-places.ts";
import { JobFailure } from "./job-failure.ts";
import { createJobRunner } from "./job-runner.ts";
import { createJournal, type Committed, type Journal } from "./journal.ts";
import { apply, openEffects, stepKey, unresolvedLists, type Effect, type Firing } from "./machine/index.ts";
import { operationRef } from "./operations.ts";
import { progressOf, summaryOf } from "./progress.ts";
import type { RunDeps } from "./run-deps.ts";
import { createStopping } from "./stopping.ts";
import { createShortages } from "./shortages.ts";
import { fatalError, takenOver } from "./taken-over.ts";
import { sleep } from "../timers.ts";
import { createTidying } from "./tidying.ts";
import { withConstants } from "./with-constants.ts";
import { createWorkReuse } from "./work-reuse.ts";

/** A run that this engine drives. */
export interface Run {
  readonly id: string;
  /** The run's own folder. Absolute. */
  readonly folder: string;
  /** Calls back with every event of the run once it is committed; how far hooks are, which is none, is left out. */
  subscribe(listener: RunListener): Disposable;
  /** How far the run is. */
  progress(): RunProgress;
  /** Drives the run to its end. Call it once. @throws `RUN_LOCKED` when another engine took the run over */
  execute(): Promise<RunResult>;
  /**
   * Ends the run so that it can be resumed: running jobs are stopped, and nothing new starts. With `force` they are killed at once, also
   * after a call without. Settles when nothing of the run is active any more; before {@link execute}, at once, and the run ends as it begins.
   */
  cancel(input: { readonly reason: string; readonly force?: boolean }): Promise<void>;
}

/** Hears of events after their commit. What it throws is logged and changes nothing. */
export type RunListener = (event: StoredRunEvent, progress: RunProgress) => void;

/** How a run is started. */
export interface RunStart {
  readonly deps: RunDeps;
  /** Position of the last event that is in the journal. */
  readonly seq: number;
  /** What an earlier engine told no hook of. */
  readonly backlog: Backlog;
  readonly engineVersion: string;
  readonly retryFailed: boolean;
  readonly options: Partial<RunOptions>;
  /** See `run_started`. */
  readonly acceptedStamps?: Token | undefined;
  /** Aborted when another engine took the run over. */
  readonly lost: AbortSignal;
  /** Gives back the lease and closes the journal; answers with what failed on the way. */
  readonly close: () => Promise<readonly SluiceError[]>;
}

/** Milliseconds that jobs get between being asked to end and being killed. */
const grace = 5000;

/** Makes the interpreter of a run: it performs the machine's effects and journals their outcomes. */
export function createRun(start: RunStart): Run {
  const { deps, seq, backlog, engineVersion, retryFailed, options, acceptedStamps, lost } = start;
  const { state, tokens, logger } = deps;
  /** Aborted when nobody waits for anything any more. */
  const closed = new AbortController();
  setMaxListeners(0, closed.signal);
  const stopping = createStopping({
    request: (reason) => (isOver ? undefined : journal.post({ type: "cancel_requested", data: { reason } })),
    endJobs: () => jobs.cancel(),
    patience: grace,
  });
  const { hold, stop, untilStop } = stopping;
  const listeners = new Set<RunListener>();
  const over = Promise.withResolvers<RunResult>();
  const tidying = createTidying(logger);
  let effects: Effect[] = [];
  /** Whether how the run ended is on its way into the journal. */
  let isOver = false;

  const hooks = createHookCalls(deps, () => journal.seq, backlog);
  const journal: Journal = createJournal({
    store: deps.store,
    seq,
    position: hooks.position,
    logger,
    apply: (event) => void effects.push(...apply(state, event)),
    summary: () => summaryOf(state),
    committed,
    isForced: () => stopping.isForced,
    fatal: (error) => {
      stopping.leave();
      over.reject(fatalError(deps.run, error));
    },
  });
  const isBusy = (): boolean => [...state.active.values()].some(({ phase }) => phase === "submitted");
  const shortages = createShortages({ logger, isBusy });
  hold.addEventListener("abort", () => shortages.wake(), { once: true });
  const places = createJobPlaces(deps.store);
  const committedFiles = createCommittedFiles(deps);
  const checkpoints = createCheckpoints(deps, places, closed.signal);
  const jobs = createJobRunner({
    deps,
    places,
    checkpoints,
    hooks,
    post: (event, done) => journal.post(event, done),
    operationInput,
    hold,
    signal: stop,
    graceMs: () => (stopping.isForced ? 0 : grace),
    closed: closed.signal,
  });
  const reuse = deps.cache && createWorkReuse({ deps, cache: deps.cache, jobs, committedFiles, signal: stop });

  const ending = createEnding({ deps, shortages, committedFiles, stopping, operationInput, lost });

  function release(firing: Firing): void {
    jobs.release(firing);
    reuse?.release(firing);
  }

  function committed(events: readonly StoredRunEvent[]): void {
    const todo = effects;
    effects = [];
    stopping.perform(todo);
    for (const event of events) {
      const now = progressOf(state);
      for (const listener of listeners) tell(listener, event, now);
    }
    const begun = events.find(({ type }) => type === "run_started");
    const past = begun && hooks.backlog();
    const told = (begun && hooks.graphStarted(begun.seq)) ?? past;
    const performAll = (): void => {
      const now = performance.now();
      for (const effect of todo) perform(effect, now);
    };
    // Nothing starts before everybody knows that the run does.
    if (told) void told.then(performAll);
    else performAll();
  }

  /** What fails in whoever listens is no concern of the run. */
  function tell(listener: RunListener, event: StoredRunEvent, now: RunProgress): void {
    try {
      listener(event, now);
    } catch (error) {
      logger.error(`a listener of the run failed at event ${event.seq}: ${failureText(error)}`);
    }
  }

  /** @param now - milliseconds by `performance.now` */
  function perform(effect: Effect, now: number): void {
    switch (effect.type) {
      case "start":
        void attempt(effect.firing, () => begin(effect.firing, effect.delayMs, now));
        return;
      case "resolve":
        void attempt(effect.firing, () => resolve(effect.firing));
        return;
      case "submit":
        hooks.adopted(effect.firing);
        void attempt(effect.firing, () => jobs.submit(effect.firing));
        return;
      case "watch":
        hooks.adopted(effect.firing);
        void attempt(effect.firing, () => settle(effect.firing));
        return;
      case "discard":
        hooks.adopted(effect.firing);
        void attempt(effect.firing, () => jobs.discard(effect.firing));
        return;
      case "hold":
      case "cancel":
        return;
      case "finish":
        stopping.rest();
        finish(effect).catch(over.reject);
        return;
    }
  }

  /** Does one part of an attempt; whatever it throws becomes the attempt's failure. */
  async function attempt(firing: Firing, part: () => Promise<void>): Promise<void> {
    try {
      await shortages.outlast(part, { signal: stop, limited: false });
    } catch (thrown) {
      try {
        await failed(firing, thrown);
      } catch (error) {
        stopping.leave();
        over.reject(error);
      }
    }
  }

  async function failed(firing: Firing, thrown: unknown): Promise<void> {
    const exit: JobExit | undefined = thrown instanceof JobFailure ? thrown.exit : undefined;
    const error = toSluiceError(
      thrown instanceof JobFailure ? thrown.cause : thrown,
      "INTERNAL",
      `step ${firing.plan.path}`,
    );
    if (stop.aborted || stopping.isWithdrawn(firing, thrown)) {
      const isLeft = jobs.doubted(firing);
      release(firing);
      return cancelled(firing, isLeft);
    }
    if (error.code === "JOB_LOST") hooks.jobState(firing, "lost");
    // What was lost while no engine ran, or for want of a process, is nobody's failure: it is simply done again.
    const starved = error.code === "JOB_LOST" && shortageOf(error) !== undefined;
    const lostBefore = error.code === "JOB_LOST" && (starved || jobs.adopted(firing));
    release(firing);
    const givenUp = starved ? await shortages.rest(error, { signal: hold, limited: false }) : undefined;
    const data = deps.hidden.error((givenUp ?? error).serialize());
    const key = stepKey(firing);
    const again = lostBefore && givenUp === undefined;
    const decision: FailureDecision = again
      ? { action: "retry", delayMs: 0 }
      : await decideFailure(
          deps.context.failureManager,
          {
            run: deps.run,
            key,
            failures: firing.failures + 1,
            error: data,
            options: state.options,
            ...(exit && { exit }),
            ...(firing.job && { place: jobPlace(firing.job) }),
          },
          logger,
        );
    if (stopping.stop.aborted) return cancelled(firing);
    const retry = decision.action === "retry" ? { retry: { delayMs: decision.delayMs } } : {};
    const fields = { step: key.step, tag: key.tag, attempt: key.attempt, code: data.code };
    // Who waits for what the machine lacks was told of once.
    if (again && starved) logger.debug(`${key.step}: ${data.message} (trying again)`, fields);
    else if (decision.action === "retry") logger.warn(`${key.step}: ${data.message} (trying again)`, fields);
    else
      logger.debug(`${key.step} failed: ${data.message}`, {
        ...fields,
        ...(error.stack !== undefined && { stack: error.stack }),
      });
    const told = hooks.failed(firing, data, () => state.active.get(firing.key) === firing);
    const more = { ...(exit && { exit }), ...retry, ...(again && { uncounted: true as const }) };
    journal.post({ type: "step_failed", data: { ...key, error: data, ...more } }, told);
  }

  function cancelled(firing: Firing, isLeft = false): void {
    journal.post(
      { type: "step_cancelled", data: { ...stepKey(firing), ...(isLeft && { left: true }) } },
      hooks.cancelled(firing),
    );
  }

  function operationInput(firing: Firing, inputs: JsonObject): OperationInput {
    const ref = operationRef(firing.plan);
    const { params } = deps.operations.of(ref);
    const { tag, attempt: number, plan } = firing;
    const { context } = deps;
    const reporter = hooks.reporter(firing, ref.name);
    return { params, inputs, step: plan.path, tag, attempt: number, context, logger, reporter, signal: stop };
  }

  async function begin(firing: Firing, delayMs: number, now: number): Promise<void> {
    let moment = now;
    hold.throwIfAborted();
    if (delayMs > 0) {
      await sleep(delayMs, hold);
      moment = performance.now();
    }
    const inputs = withConstants(firing, await tokens.readAll(firing.inputs));
    const { kind } = firing.plan.step;
    if (kind === "execute" || kind === "transform") {
      hooks.begun(firing, moment);
      const { answer, plugin = "" } = await untilStop(hooks.wrap(firing));
      const { outputs: declared } = firing.plan.step;
      const stray = Object.keys(answer?.outputs ?? {}).find((name) => !Object.hasOwn(declared, name));
      if (answer && stray === undefined) return complete(firing, answer.outputs, undefined, plugin);
      if (stray !== undefined) {
        const error = new SluiceError(
          "PLUGIN_INVALID",
          `it answered with '${stray}', which ${firing.plan.path} does not have`,
        );
        deps.hooks.guard.report(error, { plugin, what: "hook wrapNodeExecute" });
      }
    }
    await committedFiles.check(inputs, { deep: false, signal: stop });
    const input = operationInput(firing, inputs);
    // Results that depend on a secret are of this run only.
    const found =
      reuse && kind === "execute" && !deps.secrets.has(inputs) ? await reuse.find(firing, inputs, input) : undefined;
    if (found) return complete(firing, found, undefined, "cache");
    const told = hooks.before(firing);
    if (told) await untilStop(told);
    if (kind === "execute") return jobs.place(firing, inputs, input);
    const { operation } = deps.operations.of(operationRef(firing.plan));
    if (operation.kind !== "value") {
      throw new SluiceError("GRAPH_INVALID", `step ${firing.plan.path} evaluates an operation that is a job`);
    }
    await deps.inputs.checkValues(inputs);
    return complete(firing, await untilStop(operation.evaluate(input)));
  }

  async function resolve(firing: Firing): Promise<void> {
    const lists: Record<string, JsonObject[string]> = {};
    for (const { name, token } of unresolvedLists(firing)) lists[name] = await tokens.read(token);
    journal.post({ type: "step_completed", data: { ...stepKey(firing), outputs: await tokens.writeAll(lists) } });
  }

  async function settle(firing: Firing): Promise<void> {
    const { outputs, exit, location, endedAt } = await jobs.settle(firing);
    if (firing.job && location.local) committedFiles.commit(firing.job.directory, firing.plan.path, endedAt);
    shortages.relieved();
    hooks.jobState(firing, "exited", exit.code);
    // Before anybody else may see the files, and perhaps change them in place.
    if (reuse && location.local) await reuse.keep(firing, outputs);
    await complete(firing, outputs, exit, undefined, () => checkpoints.save(firing, outputs, location));
    await tidying.during(jobs.tidy(firing));
    release(firing);
  }

  async function complete(
    firing: Firing,
    outputs: JsonObject,
    exit?: JobExit,
    answeredBy?: string,
    committed?: () => void,
  ): Promise<void> {
    const written = await tokens.writeAll(deps.secrets.conceal(outputs));
    const how = { ...(exit && { exit }), ...(answeredBy !== undefined && { answeredBy }) };
    const tell = hooks.completed(firing, written, answeredBy);
    const told: Committed = (at, moment) => {
      committed?.();
      tell?.(at, moment);
    };
    journal.post({ type: "step_completed", data: { ...stepKey(firing), outputs: written, ...how } }, told);
  }

  async function finish(effect: Effect & { type: "finish" }): Promise<void> {
    const { status, outputs, failures, reason } = await ending.of(effect);
    if (!stopping.isForced) await checkpoints.settled();
    const written = await tokens.writeAll(outputs);
    const event: RunEvent =
      status === "completed"
        ? { type: "run_completed", data: { outputs: written } }
        : status === "failed"
          ? { type: "run_failed", data: { outputs: written, failures } }
          : { type: "run_cancelled", data: { reason } };
    const [first] = failures;
    isOver = true;
    await new Promise<void>((committed) =>
      journal.post(event, (at) => {
        if (status === "completed") hooks.graphEnded({ status, result: outputs }, at);
        else if (status === "cancelled") hooks.graphEnded({ status, reason }, at);
        else if (first) hooks.graphEnded({ status, error: first.error }, at);
        committed();
      }),
    );
    if (status === "completed") deps.secrets.forget();
    await allTold();
    if (!stopping.isForced) await tidying.settled();
    over.resolve({ status, outputs, failures });
  }

  /** Waits until hooks were told everything, and keeps that they were: nothing else is written that it could go with. */
  async function allTold(): Promise<void> {
    await hooks.settled();
    const told = hooks.position?.take();
    if (told === undefined) return;
    try {
      await deps.store.append({
        expectedSeq: journal.seq,
        events: [{ type: "hooks_told", data: { told } }],
        summary: {},
      });
    } catch (error) {
      logger.warn(`plugins may be told again of how run ${deps.run} ended: ${failureText(error)}`);
    }
  }

  /** What is left of a completed run: its outputs, and what plugins have not heard of because their engine died. */
  async function tellEnd(): Promise<RunResult> {
    try {
      if (backlog.untold.length > 0) {
        await hooks.backlog();
        hooks.position?.reached(seq);
        await allTold();
      }
      return { status: "completed", outputs: await tokens.readAll(state.results), failures: [] };
    } finally {
      await leave();
    }
  }

  /** Outputs of a completed run are placed once more. Where that fails, the run is what it was. */
  async function placeAgain(outdir: string): Promise<void> {
    try {
      await ending.publish(await tokens.readAll(Object.fromEntries(state.outputs)), outdir);
    } catch (error) {
      await leave();
      throw error;
    }
  }

  /** Closes the run. How it ended is in the journal: what fails now changes nothing of that. */
  async function leave(): Promise<void> {
    await hooks.close();
    for (const error of await start.close()) {
      logger.warn(`run ${deps.run} could not be closed: ${failureText(error)}`, { code: error.code });
    }
  }

  async function execute(): Promise<RunResult> {
    if (state.status === "completed") {
      if (options.outdir === undefined) return tellEnd();
      await placeAgain(options.outdir);
    }
    const onLost = (): void => {
      stopping.leave();
      over.reject(takenOver(deps.run, lost.reason));
    };
    lost.addEventListener("abort", onLost);
    const open = openEffects(state);
    effects.push(...open);
    const { pid } = process;
    const changed = Object.keys(options).length > 0 ? { options } : {};
    const accepted = acceptedStamps ? { acceptedStamps } : {};
    const started: RunEvent = {
      type: "run_started",
      data: { host: hostname(), pid, engine: engineVersion, retryFailed, freshAttempts: true, ...changed, ...accepted },
    };
    journal.post(started);
    stopping.begin();
    try {
      return await over.promise;
    } catch (error) {
      hooks.graphEnded({ status: "failed", error: deps.hidden.error(toSluiceError(error).serialize()) }, journal.seq);
      throw error;
    } finally {
      lost.removeEventListener("abort", onLost);
      stopping.leave();
      closed.abort();
      jobs[Symbol.dispose]();
      await leave();
    }
  }

  return {
    id: deps.run,
    folder: deps.folder,
    progress: () => progressOf(state),
    execute,
    subscribe(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    cancel: (input) => stopping.cancel(input),
  };
}
