import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Connector, JobHandle, JobStatus, JobSubmission, Location } from "@sluice/contracts";
import { defaultPatience, eventually } from "../suite/eventually.ts";
import { adopt, type Cases, type Wrap } from "../suite/run-suite.ts";
import type { ConnectorContractOptions, ConnectorSubject } from "./connector-subject.ts";
import { thisMachine, type LocationStorage } from "./location-storage.ts";

/** A connector before it is deployed. */
export interface UndeployedHarness {
  readonly connector: Connector;
  readonly signal: AbortSignal;
}

/** What the tests of connectors work with: a connector that is deployed, and one of its locations. */
export interface ConnectorHarness {
  readonly connector: Connector;
  readonly location: Location;
  readonly folder: string;
  readonly storage: LocationStorage;
  readonly signal: AbortSignal;
  readonly patience: number;
  /** A second connector, deployed, as the engine after a crash has it. */
  readonly again: () => Promise<Connector>;
  /** A submission with an id of its own, whose folders are made. */
  readonly job: (argv: readonly string[], more?: Partial<JobSubmission>) => Promise<JobSubmission>;
  readonly submit: (job: JobSubmission, connector?: Connector) => Promise<JobHandle>;
  readonly status: (handle: JobHandle, connector?: Connector) => Promise<JobStatus>;
  /** Polls until the job is not on its way any more. */
  readonly ended: (handle: JobHandle, connector?: Connector) => Promise<JobStatus>;
  /** Submits, and polls until the job has ended. */
  readonly run: (job: JobSubmission) => Promise<JobStatus>;
  /** What is in a file of a job's output folder; fails when it is not there. */
  readonly output: (job: JobSubmission, name: string) => Promise<string>;
  /** Waits until a file of a job's output folder has at least one whole line. */
  readonly wrote: (job: JobSubmission, name: string) => Promise<string>;
  /** Finds jobs by their submissions. */
  readonly reattach: (
    connector: Connector,
    ...jobs: readonly JobSubmission[]
  ) => Promise<readonly (JobHandle | undefined)[]>;
  readonly unreachable: () => Promise<AsyncDisposable>;
  readonly lose: (handle: JobHandle) => Promise<void>;
}

export type ConnectorCases = Cases<ConnectorHarness>;

/** The least that programs are found with. */
export const path = "/usr/bin:/bin";

/** A job that a shell does. */
export function sh(script: string): string[] {
  return ["/bin/sh", "-c", script];
}

export function openConnectorHarness<Subject extends ConnectorSubject>(
  options: ConnectorContractOptions<Subject>,
): (wrap: Wrap, stack: AsyncDisposableStack) => Promise<ConnectorHarness> {
  return async (wrap, stack) => {
    const subject = adopt(stack, await options.factory());
    const { signal } = new AbortController();
    const { patience = defaultPatience } = options;
    const { folder, storage = thisMachine } = subject;
    const connectors: Connector[] = [];
    const handles: JobHandle[] = [];
    let last: Connector | undefined;
    const deployed = async (made: Connector): Promise<Connector> => {
      const connector = wrap(made);
      connectors.push(connector);
      await connector.deploy({ signal });
      last = connector;
      return connector;
    };
    stack.defer(async () => {
      await using disposal = new AsyncDisposableStack();
      for (const each of connectors) disposal.use(each);
      // Jobs outlive connectors, but not the test.
      if (handles.length > 0) await last?.cancel({ handles, graceMs: 0, signal });
      await last?.undeploy({ signal });
    });
    const connector = await deployed(subject.connector);
    const [location] = await connector.locations({ signal });
    assert.ok(location, "a connector that is deployed has at least one location");

    const harness: ConnectorHarness = {
      connector,
      location,
      folder,
      storage,
      signal,
      patience,
      again: async () => deployed(await subject.again()),
      job: async (argv, more = {}) => {
        const id = randomBytes(10).toString("hex");
        const job = join(folder, `job-${id}`);
        const directories = { job, output: join(job, "out"), temporary: join(job, "tmp"), staging: join(job, "in") };
        for (const each of Object.values(directories)) await storage.makeFolder(each);
        return {
          id,
          label: `/test ${id}`,
          argv,
          environment: { PATH: path },
          directory: directories.output,
          stdout: join(job, "stdout"),
          stderr: join(job, "stderr"),
          hardware: {},
          directories,
          ...more,
        };
      },
      submit: async (job, by = connector) => {
        const handle = await by.submit({ job, location, signal });
        handles.push(handle);
        return handle;
      },
      status: async (handle, by = connector) => {
        const [status] = await by.poll({ handles: [handle], signal });
        assert.ok(status, "poll answers for every handle");
        return status;
      },
      ended: (handle, by = connector) =>
        eventually(
          `the end of job ${handle.id}`,
          async () => {
            const status = await harness.status(handle, by);
            return status.state === "queued" || status.state === "running" ? undefined : status;
          },
          patience,
        ),
      run: async (job) => harness.ended(await harness.submit(job)),
      output: async (job, name) => {
        const text = await storage.read(join(job.directories.output, name));
        return text ?? assert.fail(`the job did not write ${name}`);
      },
      wrote: (job, name) =>
        eventually(
          `${name} of the job`,
          async () => {
            const text = await storage.read(join(job.directories.output, name));
            return text?.includes("\n") === true ? text : undefined;
          },
          patience,
        ),
      reattach: (by, ...jobs) =>
        by.reattach({
          jobs: jobs.map(({ id, directories }) => ({ id, directory: directories.job, location: location.name })),
          signal,
        }),
      unreachable: async () => options.unreachable?.(subject) ?? assert.fail("there is no way to make it unreachable"),
      lose: async (handle) => options.lose?.(subject, handle),
    };
    return harness;
  };
}

/** Asserts how a job ended. */
export function assertExit(status: JobStatus, code: number): void {
  assert.equal(status.state, "exited", `the job is ${status.state}: ${status.reason ?? "no reason given"}`);
  assert.equal(status.exit?.code, code);
}
