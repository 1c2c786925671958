import { readFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { resolve } from "node:path";
import {
  createLocalFiles,
  createPersistentShell,
  createPidFileWriter,
  jobFiles,
  jobScript,
  shellPrelude,
} from "@sluice/connector-kit";
import {
  SluiceError,
  type Connector,
  type ConnectorInput,
  type JobHandle,
  type JobSubmission,
  type Location,
} from "@sluice/contracts";
import { endJobs } from "./end-jobs.ts";
import { findJob, jobStatus } from "./job-status.ts";

type Options = {
  readonly niceness: number;
  readonly slots: number;
  readonly cores?: number;
  readonly environmentFile?: string;
};

/** Runs each job in a shell of its own, which outlives the engine and writes down how the job ended. */
export function createNiceConnector({ deployment, options, configDir, logger }: ConnectorInput): Connector {
  const { niceness, slots, cores = availableParallelism() / slots, environmentFile } = options as Options;
  const files = createLocalFiles();
  const locations = Array.from({ length: slots }, (_, index): Location => ({
    name: `slot-${index + 1}`,
    deployment: deployment.name,
    local: true,
    hardware: { cores, memory: Math.floor(totalmem() / 2 ** 20 / slots) },
  }));
  let environment: Readonly<Record<string, string>> = {};

  /** All that is known of a job is in its folder, so a handle need not say more. */
  const handleOf = (id: string, directory: string): JobHandle => ({ id, data: { directory } });
  const directoryOf = ({ data }: JobHandle): string => data["directory"] as string;

  const start = (job: JobSubmission): void => {
    const directory = job.directories.job;
    if (job.argv.length === 0) throw new SluiceError("JOB_START", `the job of ${job.label} has no program`);
    const text = jobScript({
      ...job,
      argv: ["nice", "-n", String(niceness), ...job.argv],
      environment: { ...environment, ...job.environment },
      jobDirectory: directory,
      node: process.execPath,
    });
    const shell = createPersistentShell({
      shell: "/bin/sh",
      prelude: shellPrelude,
      onLine: () => undefined,
      onComplaint: (complaint) => logger.warn(complaint.trim(), { job: job.id }),
      onEnd: () => undefined,
    });
    // Before the job starts: whoever finds this file knows that it may have started, and whom to look for.
    if (createPidFileWriter(shell.identity).mark(jobFiles(directory).pid)) shell.write(text);
    shell.end();
    shell.hold(false);
  };

  return {
    async deploy({ signal }) {
      signal.throwIfAborted();
      if (environmentFile) environment = await readEnvironment(resolve(configDir, environmentFile));
    },
    async locations({ signal }) {
      signal.throwIfAborted();
      return locations;
    },
    files: () => files,
    async submit({ job, signal }) {
      signal.throwIfAborted();
      const directory = job.directories.job;
      if (!findJob(directory)) start(job);
      return handleOf(job.id, directory);
    },
    async poll({ handles, signal }) {
      signal.throwIfAborted();
      return handles.map((handle) => jobStatus(handle.id, directoryOf(handle)));
    },
    async cancel({ handles, graceMs, signal }) {
      signal.throwIfAborted();
      await endJobs({ directories: handles.map(directoryOf), graceMs, signal });
    },
    async reattach({ jobs, signal }) {
      signal.throwIfAborted();
      return jobs.map(({ id, directory }) => (findJob(directory) ? handleOf(id, directory) : undefined));
    },
    undeploy: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function readEnvironment(file: string): Promise<Record<string, string>> {
  const lines = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new SluiceError("CONFIG_INVALID", `the environmentFile ${file} cannot be read`, { cause });
  });
  const variables = lines.split("\n").flatMap((line) => {
    const [, name, value] = /^\s*([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(variables);
}
