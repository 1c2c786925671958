import {
  createPeakMemory,
  createPidFileWriter,
  createShellPool,
  findJobProcesses,
  jobFiles,
  jobScript,
  parseExitRecord,
  ProcessRefused,
  shellPrelude,
  signalAll,
  type PidFileWriter,
  type ProcessIdentity,
  type ShellAnswer,
  type ShellLease,
} from "@sluice/connector-kit";
import {
  shortageOf,
  SluiceError,
  type JobExit,
  type JobStatus,
  type JobSubmission,
  type Logger,
} from "@sluice/contracts";
import { readExit, recordKill, withTimes, type JobRecord } from "./job-record.ts";

/** Jobs that this engine started and that have not ended. */
export interface LiveJobs extends AsyncDisposable {
  has(id: string): boolean;
  /** False when the job's folder says that it was started before. */
  start(job: JobSubmission): Promise<JobRecord | undefined>;
  record(id: string): JobRecord | undefined;
  /** The job's wrapper runs nothing after it, so that its whole session is the job's. */
  isolate(id: string): void;
}

interface LiveJob {
  readonly record: JobRecord & { readonly wrapper: ProcessIdentity };
  readonly lease: ShellLease;
}

/** Milliseconds between looks at the memory of jobs, and how many are looked at each time. */
const samplePause = 100;
const sampleSize = 16;

/** What shells say of a job that a signal ended, or that they could not start; how jobs ended is known without it. */
const tellsOfJob =
  /^(?:.*\s)?(?:Cannot fork|fork: .*|Terminated|Killed|Hangup|Interrupt|Quit|Aborted|Segmentation fault)(?: \(core dumped\))?\s*$/;

/** What they say where an end cannot be written down: who reads that file finds out, and the journal says why. */
const tellsOfDisk = /(?:I\/O error|No space left on device|Disk quota exceeded|Read-only file system)\s*$/i;

/** Starts jobs through persistent shells and hears of their ends. */
export function createLiveJobs(input: {
  readonly logger: Logger;
  readonly onEnd: (status: JobStatus) => void;
}): LiveJobs {
  const live = new Map<string, LiveJob>();
  const writers = new Map<number, PidFileWriter>();
  const memory = createPeakMemory();
  let sampler: NodeJS.Timeout | undefined;
  const pool = createShellPool({
    shell: "/bin/sh",
    prelude: shellPrelude,
    onComplaint: (text) => {
      const said = text.split("\n").filter((line) => line.trim() !== "" && !tellsOfJob.test(line));
      if (said.length === 0) return;
      const level = said.every((line) => tellsOfDisk.test(line)) ? "debug" : "warn";
      input.logger[level](`the shell that starts jobs says: ${said.join("\n")}`);
    },
    onShellEnd: ({ pid }) => {
      writers.delete(pid);
      // What jobs left running in the background ends with their shell.
      signalAll([-pid], "SIGKILL");
    },
  });

  const sample = (): void => {
    let left = sampleSize;
    for (const [id, job] of live) {
      if (left-- === 0) break;
      memory.sample(job.record.wrapper.pid);
      // To the end of the queue: the others come next time.
      live.delete(id);
      live.set(id, job);
    }
  };
  const watchMemory = (): void => {
    if (live.size === 0) {
      clearInterval(sampler);
      sampler = undefined;
    } else {
      sampler ??= setInterval(sample, samplePause).unref();
    }
  };

  const end = (job: LiveJob, answer: ShellAnswer): void => {
    const { id, directory, wrapper, startedAt } = job.record;
    live.delete(id);
    watchMemory();
    const peakMemory = memory.peak(wrapper.pid);
    memory.forget(wrapper.pid);
    const exit = answer.type === "line" ? parseExitRecord(`${answer.text}\n`) : exitOfDead(job.record, answer.signal);
    if (exit === undefined) {
      input.onEnd({ id, ...lost(answer) });
      return;
    }
    if (exit.timedOut) {
      const strays = findJobProcesses([{ wrapper: wrapper.pid, directory }]).flat();
      signalAll(
        strays.map((entry) => entry.pid),
        "SIGKILL",
      );
    }
    const timed = withTimes(exit, directory, startedAt);
    const usage = { ...timed.usage, ...(peakMemory !== undefined && { peakMemory }) };
    input.onEnd({ id, state: "exited", exit: { ...timed, usage } });
  };

  return {
    has: (id) => live.has(id),
    record: (id) => live.get(id)?.record,
    isolate: (id) => live.get(id)?.lease.retire(),
    start: async (submission) => {
      const { id, directories } = submission;
      const files = jobFiles(directories.job);
      const text = jobScript({ ...submission, jobDirectory: directories.job, node: process.execPath });
      let lease: ShellLease;
      try {
        lease = pool.acquire();
      } catch (error) {
        throw startError(submission, error instanceof ProcessRefused ? await error.reason() : error);
      }
      try {
        const { pid } = lease.identity;
        const writer = writers.get(pid) ?? createPidFileWriter(lease.identity);
        writers.set(pid, writer);
        if (!writer.mark(files.pid)) {
          lease.release();
          return undefined;
        }
      } catch (error) {
        lease.release();
        throw startError(submission, error);
      }
      const record = { id, directory: directories.job, wrapper: lease.identity, startedAt: Date.now() };
      const job = { record, lease };
      live.set(id, job);
      watchMemory();
      lease.run({ key: id, text, onEnd: (answer) => end(job, answer) });
      return record;
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(sampler);
      await pool[Symbol.asyncDispose]();
    },
  };
}

/** A shell ends by itself when the system lets it start no process: the job was never run. */
function lost(answer: ShellAnswer): Omit<JobStatus, "id"> {
  if (answer.type === "line" || answer.signal !== undefined)
    return { state: "lost", reason: "the shell that ran the job ended without a word" };
  const reason = "the shell that runs jobs could not start a process for it";
  return { state: "lost", reason, shortage: { of: "processes", errno: "EAGAIN" } };
}

/** A wrapper that a signal ends takes its job along; what it can no longer say is said for it. */
function exitOfDead(record: JobRecord, signal: NodeJS.Signals | undefined): JobExit | undefined {
  if (signal !== undefined) recordKill(record.directory, signal);
  return readExit(record.directory, record.startedAt);
}

function startError(job: JobSubmission, error: unknown): SluiceError {
  const { message } = error as Error;
  const full = shortageOf(error)?.of === "space";
  const text = `The job of ${job.label} cannot be started in ${job.directories.job}: ${message}`;
  return new SluiceError(full ? "DISK_FULL" : "JOB_START", text, { cause: error });
}
