import type { JobStatus } from "@sluice/contracts";

/** Tells listeners of jobs that ended. */
export interface JobEndings {
  readonly tell: (status: JobStatus) => void;
  readonly watch: (listener: (status: JobStatus) => void) => Disposable;
}

/** How many endings a late listener can still hear of. */
const remembered = 256;

/**
 * A job may end before anybody listens: between its submission and the commit that makes the engine wait for it.
 * Listeners therefore hear of the latest endings before them, too.
 */
export function createJobEndings(): JobEndings {
  const listeners = new Set<(status: JobStatus) => void>();
  const latest: JobStatus[] = [];
  return {
    tell: (status) => {
      if (latest.push(status) > 2 * remembered) latest.splice(0, remembered);
      for (const listener of listeners) listener(status);
    },
    watch: (listener) => {
      const missed = latest.slice(-remembered);
      queueMicrotask(() => {
        if (listeners.has(listener)) missed.forEach(listener);
      });
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}
