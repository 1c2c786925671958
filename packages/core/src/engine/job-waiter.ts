import type { Connector, JobHandle, JobStatus, Logger } from "@sluice/contracts";

/** Waits for the jobs of one connector: hears of them where the connector can tell, and asks in batches. */
export interface JobWaiter extends Disposable {
  /** Settles when the job has exited or is lost. */
  wait(handle: JobHandle): Promise<JobStatus>;
}

/** Milliseconds between questions: short at first, so that short jobs are not waited for, then longer. */
const firstPause = 100;
const longestPause = 5000;

/** What a waiter works with. */
export interface JobWaiterInput {
  /** Other runs may use it, too: it tells of their jobs as well. */
  readonly connector: Connector;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Whether a job is one of those that somebody waits for, or will. */
  readonly isOwn: (id: string) => boolean;
  /** Hears of every answer of the connector. */
  readonly tell?: (status: JobStatus) => void;
}

/** Makes a waiter. Its timers run only while there are jobs to wait for. */
export function createJobWaiter({ connector, logger, signal, isOwn, tell }: JobWaiterInput): JobWaiter {
  const waiting = new Map<string, { readonly handle: JobHandle; readonly settle: (status: JobStatus) => void }>();
  const early = new Map<string, JobStatus>();
  let timer: NodeJS.Timeout | undefined;
  let pause = connector.watch ? longestPause : firstPause;
  let complained = false;

  const settle = (status: JobStatus): void => {
    tell?.(status);
    if (status.state !== "exited" && status.state !== "lost") return;
    const entry = waiting.get(status.id);
    if (!entry) {
      if (isOwn(status.id)) early.set(status.id, status);
      return;
    }
    waiting.delete(status.id);
    entry.settle(status);
  };
  const watch = connector.watch?.(settle);

  async function ask(): Promise<void> {
    const handles = [...waiting.values()].map((entry) => entry.handle);
    try {
      for (const status of await connector.poll({ handles, signal })) settle(status);
      complained = false;
      pause = Math.min(pause * 2, longestPause);
    } catch (error) {
      // Not knowing is not having ended: ask again.
      if (!complained)
        logger.warn(`cannot learn how jobs stand: ${error instanceof Error ? error.message : String(error)}`);
      complained = true;
    }
  }

  function schedule(): void {
    if (timer || waiting.size === 0 || signal.aborted) return;
    timer = setTimeout(() => {
      timer = undefined;
      void ask().finally(schedule);
    }, pause);
  }

  return {
    wait(handle) {
      const known = early.get(handle.id);
      if (known) {
        early.delete(handle.id);
        return Promise.resolve(known);
      }
      return new Promise((resolve) => {
        waiting.set(handle.id, { handle, settle: resolve });
        if (!connector.watch) pause = firstPause;
        schedule();
      });
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
      waiting.clear();
      watch?.[Symbol.dispose]();
    },
  };
}
