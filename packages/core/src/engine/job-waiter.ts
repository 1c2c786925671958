import {
  failureText,
  SluiceError,
  toSluiceError,
  type Connector,
  type JobHandle,
  type JobStatus,
  type Logger,
} from "@sluice/contracts";
import { ownerOf } from "../plugins/index.ts";
import { startTimer } from "../timers.ts";

/** Waits for the jobs of one connector: hears of them where the connector can tell, and asks in batches. */
export interface JobWaiter extends Disposable {
  /**
   * Settles when the job has exited or is lost. Not knowing is not having ended: it asks again, ever more seldom.
   * @throws what keeps the connector from saying how the job stands, once it did so for too long
   */
  wait(handle: JobHandle): Promise<JobStatus>;
  /** Nobody waits any longer for a job that was told to end so many milliseconds ago and did not; that is warned of. */
  leave(id: string, waited: number): void;
}

/** Milliseconds between questions: short at first, so that short jobs are not waited for, then longer. */
const firstPause = 100;
const longestPause = 5000;
/** The same while nobody answers. */
const longestOutagePause = 300_000;
/** After so many answers in a row that are none there is no hope that the next will be one. */
const mostImproper = 5;

/** What a waiter works with. */
export interface JobWaiterInput {
  /** Other runs may use it, too: it tells of their jobs as well. */
  readonly connector: Connector;
  readonly deployment: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Milliseconds for which nothing may be known. */
  readonly outage: number;
  /** Whether a job is one of those that somebody waits for, or will. */
  readonly isOwn: (id: string) => boolean;
  /** Hears of every answer of the connector. */
  readonly tell?: (status: JobStatus) => void;
}

interface Waiting extends Pick<PromiseWithResolvers<JobStatus>, "resolve" | "reject"> {
  readonly handle: JobHandle;
}

/** Makes a waiter. Its timers run only while there are jobs to wait for. */
export function createJobWaiter(input: JobWaiterInput): JobWaiter {
  const { connector, logger, signal, outage, isOwn, tell } = input;
  const place = placeOf(input);
  const waiting = new Map<string, Waiting>();
  const early = new Map<string, JobStatus>();
  let timer: Disposable | undefined;
  let asking = false;
  let pause = connector.watch ? longestPause : firstPause;
  /** Since when nothing is known, by `performance.now`. */
  let silentSince: number | undefined;
  let improper = 0;

  const settle = (status: JobStatus): void => {
    tell?.(status);
    if (status.state !== "exited" && status.state !== "lost") return;
    const entry = waiting.get(status.id);
    if (!entry) {
      if (isOwn(status.id)) early.set(status.id, status);
      return;
    }
    waiting.delete(status.id);
    entry.resolve(status);
  };
  const watch = connector.watch?.(settle);

  async function ask(): Promise<void> {
    const handles = [...waiting.values()].map((entry) => entry.handle);
    try {
      const statuses = await connector.poll({ handles, signal });
      answered();
      for (const status of statuses) settle(status);
    } catch (thrown) {
      if (!signal.aborted) unanswered(toSluiceError(thrown, "PLUGIN_FAILED"));
    }
  }

  function answered(): void {
    if (silentSince === undefined) {
      pause = Math.min(pause * 2, longestPause);
      return;
    }
    const seconds = Math.round((performance.now() - silentSince) / 1000);
    logger.warn(`how jobs of ${place} stand is known again, after ${seconds} s`);
    silentSince = undefined;
    improper = 0;
    pause = firstPause;
  }

  function unanswered(error: SluiceError): void {
    const now = performance.now();
    if (silentSince === undefined)
      logger.warn(`cannot learn how jobs of ${place} stand, asking again: ${error.message}`);
    silentSince ??= now;
    improper = error.code === "PLUGIN_INVALID" ? improper + 1 : 0;
    // Drawn by lot, so that many who lost the same environment do not come back together.
    pause = Math.min(pause * 2, longestOutagePause) * (0.75 + Math.random() / 4);
    if (improper < mostImproper && now - silentSince < outage) return;
    const reason = givenUp(error, place, now - silentSince);
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
    silentSince = undefined;
    improper = 0;
  }

  function schedule(): void {
    if (timer || asking || waiting.size === 0 || signal.aborted) return;
    timer = startTimer(pause, () => {
      timer = undefined;
      asking = true;
      void ask().finally(() => {
        asking = false;
        schedule();
      });
    });
  }

  return {
    wait(handle) {
      const known = early.get(handle.id);
      if (known) {
        early.delete(handle.id);
        return Promise.resolve(known);
      }
      return new Promise((resolve, reject) => {
        waiting.set(handle.id, { handle, resolve, reject });
        if (silentSince === undefined && !connector.watch) pause = firstPause;
        schedule();
      });
    },
    leave(id, waited) {
      const entry = waiting.get(id);
      if (!entry) return;
      waiting.delete(id);
      const text = `job ${id} did not end within ${waited / 1000} s of being told to, and may still run`;
      logger.warn(`${place}: ${text}`, { code: "PLUGIN_TIMEOUT" });
      entry.reject(new SluiceError("PLUGIN_TIMEOUT", text, { actor: place }));
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]();
      waiting.clear();
      try {
        watch?.[Symbol.dispose]();
      } catch (error) {
        logger.warn(`what told of jobs of ${place} could not be closed: ${failureText(error)}`);
      }
    },
  };
}

/** Whose jobs they are, for people. */
function placeOf({ connector, deployment }: JobWaiterInput): string {
  const owner = ownerOf(connector);
  return `deployment ${deployment}${owner ? ` (${owner.point} ${owner.name} of plugin ${owner.plugin})` : ""}`;
}

/** Nobody knows how the job stands, and nobody will. */
function givenUp({ code, message, actor, cause }: SluiceError, place: string, silent: number): SluiceError {
  const own = code === "PLUGIN_INVALID" || code === "PLUGIN_TIMEOUT" ? code : "PLUGIN_FAILED";
  const text = `how the job stands could not be learnt for ${Math.round(silent / 1000)} s: ${message}`;
  return new SluiceError(own, text, {
    actor: actor ?? place,
    hint: "The job may still run in its environment.",
    cause,
  });
}
