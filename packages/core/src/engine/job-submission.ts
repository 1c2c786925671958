import { join } from "node:path";
import {
  namesSecret,
  SluiceError,
  type JobCommand,
  type JobDirectories,
  type JobRequest,
  type JobStatus,
  type JobSubmission,
  type StepKey,
} from "@sluice/contracts";
import { commandFileName, commandScript, writeCommandScript } from "../data/index.ts";
import type { ScheduledJob } from "./machine/index.ts";
import type { RunDeps } from "./run-deps.ts";

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

/** What a submission runs, for people: without its secrets. */
export function commandOf(
  { argv, environment, directory, stdin, stdout, stderr, timeout }: JobSubmission,
  hidden: Pick<RunDeps["hidden"], "json">,
): JobCommand {
  const shown = Object.entries(environment).map(([name, value]) => [name, namesSecret(name) ? "***" : value]);
  const command = {
    argv,
    environment: Object.fromEntries(shown) as Record<string, string>,
    directory,
    ...(stdin !== undefined && { stdin }),
    stdout,
    stderr,
    ...(timeout !== undefined && { timeout }),
  };
  return hidden.json(command) as unknown as JobCommand;
}

/** Puts the command of a job that runs already into its folder. The journal has the same. */
export function keepScript(submission: JobSubmission, { hidden, logger }: Pick<RunDeps, "hidden" | "logger">): void {
  const { label, directories } = submission;
  try {
    writeCommandScript(directories.job, commandScript(label, commandOf(submission, hidden)));
  } catch (error) {
    logger.debug(`${label} has no ${commandFileName}: ${String(error)}`);
  }
}

/** What a job failed of that left no result. */
export function lostError({ reason, shortage }: JobStatus): SluiceError {
  const cause = shortage && Object.assign(new Error(reason), { code: shortage.errno });
  return new SluiceError("JOB_LOST", reason ?? "the job vanished without leaving a result", { cause });
}
