import { join } from "node:path";
import {
  SluiceError,
  type JobDirectories,
  type JobRequest,
  type JobStatus,
  type JobSubmission,
  type StepKey,
} from "@sluice/contracts";
import type { ScheduledJob } from "./machine/index.ts";

/** The folders inside a job's own. */
export function directoriesOf(job: string): JobDirectories {
  return { job, output: join(job, "out"), temporary: join(job, "tmp"), staging: join(job, "in") };
}

/** What is handed to a connector. */
export function submissionOf(
  { step, tag }: StepKey,
  { id, hardware }: ScheduledJob,
  request: JobRequest,
  directories: JobDirectories,
): JobSubmission {
  const { staging: _staging, ...rest } = request;
  return {
    ...rest,
    id,
    label: `${step} ${tag}`,
    directories,
    hardware,
    stdout: request.stdout ?? join(directories.job, "stdout"),
    stderr: request.stderr ?? join(directories.job, "stderr"),
  };
}

/** What a job failed of that left no result. */
export function lostError({ reason, shortage }: JobStatus): SluiceError {
  const cause = shortage && Object.assign(new Error(reason), { code: shortage.errno });
  return new SluiceError("JOB_LOST", reason ?? "the job vanished without leaving a result", { cause });
}
