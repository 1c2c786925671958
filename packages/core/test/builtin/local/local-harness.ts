import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connector, JobHandle, JobStatus, JobSubmission, Logger } from "@sluice/contracts";
import { localConnectorFactory } from "../../../src/builtin/local/index.ts";

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => silent };

/** A local connector with a folder for its jobs. */
export interface LocalHarness extends AsyncDisposable {
  readonly connector: Connector;
  readonly signal: AbortSignal;
  readonly folder: string;
  /** A submission with its folders made. */
  job(id: string, argv: readonly string[], more?: Partial<JobSubmission>): JobSubmission;
  submit(job: JobSubmission): Promise<JobHandle>;
  /** Submits and waits for the end. */
  run(job: JobSubmission): Promise<JobStatus>;
  ended(id: string): Promise<JobStatus>;
  text(id: string, name: string): string;
}

export function createLocalHarness(
  folder: string = mkdtempSync(join(tmpdir(), "sluice-local-")),
  logger: Logger = silent,
): LocalHarness {
  const deployment = { name: "local", type: "local", config: {}, external: false, lazy: true };
  const connector = localConnectorFactory.create({ deployment, options: {}, configDir: "/", logger });
  const { signal } = new AbortController();
  const statuses = new Map<string, JobStatus>();
  const waiting = new Map<string, (status: JobStatus) => void>();
  connector.watch?.((status) => {
    statuses.set(status.id, status);
    waiting.get(status.id)?.(status);
  });
  const harness: LocalHarness = {
    connector,
    signal,
    folder,
    job: (id, argv, more = {}) => {
      const job = join(folder, id);
      const directories = { job, output: join(job, "out"), temporary: join(job, "tmp"), staging: join(job, "in") };
      mkdirSync(directories.output, { recursive: true });
      return {
        id,
        label: `/test ${id}`,
        argv,
        environment: { PATH: "/usr/bin:/bin" },
        directory: directories.output,
        stdout: join(job, "stdout"),
        stderr: join(job, "stderr"),
        hardware: { cores: 1 },
        directories,
        ...more,
      };
    },
    submit: async (job) => {
      const [location] = await connector.locations({ signal });
      return connector.submit({ job, location: location!, signal });
    },
    run: async (job) => {
      await harness.submit(job);
      return harness.ended(job.id);
    },
    ended: async (id) => {
      const known = statuses.get(id);
      return known ?? new Promise((resolve) => waiting.set(id, resolve));
    },
    text: (id, name) => readFileSync(join(folder, id, name), "utf8"),
    [Symbol.asyncDispose]: async () => {
      await connector.undeploy({ signal });
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return harness;
}

/** Waits until a condition holds. */
export async function until(condition: () => boolean, milliseconds = 10_000): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`it did not come true: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Whether a process runs; a zombie does not. */
export function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}
