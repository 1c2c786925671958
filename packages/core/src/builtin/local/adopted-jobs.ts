import type { JobStatus } from "@sluice/contracts";
import { inspect, type JobRecord } from "./job-record.ts";

/** Jobs of earlier engines that still run: nobody tells us of their end, so we look. */
export interface AdoptedJobs extends Disposable {
  add(record: JobRecord): void;
}

const firstPause = 20;
const longestPause = 500;

/** Looks often at first, since a job may end just after the restart, then less and less. */
export function createAdoptedJobs(onEnd: (status: JobStatus) => void): AdoptedJobs {
  const running = new Map<string, JobRecord>();
  let timer: NodeJS.Timeout | undefined;
  let pause = firstPause;
  const look = (): void => {
    for (const record of running.values()) {
      const status = inspect(record);
      if (status.state === "running") continue;
      running.delete(record.id);
      onEnd(status);
    }
    pause = Math.min(pause * 1.5, longestPause);
    timer = running.size > 0 ? setTimeout(look, Math.min(pause, longestPause)) : undefined;
  };
  return {
    add: (record) => {
      if (running.has(record.id)) return;
      running.set(record.id, record);
      pause = firstPause;
      timer ??= setTimeout(look, Math.min(pause, longestPause));
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      running.clear();
    },
  };
}
