import { setMaxListeners } from "node:events";
import { timeLimit } from "../timers.ts";
import { createInterruptible, type Interruptible } from "./interruptible.ts";
import type { Effect, Firing } from "./machine/index.ts";

/** How a run comes to rest before everything is done: after a failure for good, by a cancellation, or because it is left. */
export interface Stopping {
  /** Aborted when no further job may start. */
  readonly hold: AbortSignal;
  /** Aborted when what runs is to end, too. */
  readonly stop: AbortSignal;
  readonly untilStop: Interruptible;
  /** Whether jobs are to be killed at once. */
  readonly isForced: boolean;
  /** Does what effects say of it, before any other of them is performed: nothing starts that was committed together with it. */
  perform(effects: readonly Effect[]): void;
  /** The run is driven from now on. */
  begin(): void;
  /** Nothing is active any more. */
  rest(): void;
  /** Nobody drives the run any more. Its jobs are left alone. */
  leave(): void;
  cancel(input: { readonly reason: string; readonly force?: boolean }): Promise<void>;
  /** Whether an attempt ended only because nothing new may start: its job was not submitted, or it was no more than waiting. */
  isWithdrawn(firing: Firing, thrown: unknown): boolean;
}

/** What decides nothing itself: a cancellation goes into the journal first. */
export function createStopping(input: {
  readonly request: (reason: string) => void;
  readonly endJobs: () => void;
  /** Milliseconds after which jobs are killed although the request could not be committed. */
  readonly patience: number;
}): Stopping {
  const [hold, stop] = [new AbortController(), new AbortController()];
  setMaxListeners(0, hold.signal, stop.signal);
  stop.signal.addEventListener("abort", () => hold.abort(stop.signal.reason), { once: true });
  const idle = Promise.withResolvers<void>();
  let isDriven = false;
  let isForced = false;
  let reason: string | undefined;

  const stopAll = (): void => {
    stop.abort();
    input.endJobs();
  };

  /** Also when that cannot be committed, as on a full disk. Nothing is taken for a result that was killed. */
  const force = (): void => {
    isForced = true;
    stopAll();
  };

  const request = (why: string): void => {
    input.request(why);
    const overdue = (): void => {
      if (!stop.signal.aborted) force();
    };
    timeLimit(input.patience).addEventListener("abort", overdue, { once: true });
  };

  return {
    hold: hold.signal,
    stop: stop.signal,
    untilStop: createInterruptible(stop.signal),
    get isForced() {
      return isForced;
    },
    perform(effects) {
      if (effects.some(({ type }) => type === "hold")) hold.abort();
      if (effects.some(({ type }) => type === "cancel")) stopAll();
    },
    begin() {
      isDriven = true;
      if (reason !== undefined) request(reason);
    },
    rest: () => idle.resolve(),
    leave() {
      stop.abort();
      idle.resolve();
    },
    async cancel(asked) {
      isForced = isForced || asked.force === true;
      const isFirst = reason === undefined;
      reason ??= asked.reason;
      if (!isDriven) return;
      if (isFirst) request(reason);
      if (isForced) force();
      await idle.promise;
    },
    isWithdrawn(firing, thrown) {
      if (!hold.signal.aborted || firing.phase === "submitted") return false;
      const isAbort = thrown instanceof Error && thrown.name === "AbortError";
      return firing.plan.step.kind === "execute" || thrown === hold.signal.reason || isAbort;
    },
  };
}
