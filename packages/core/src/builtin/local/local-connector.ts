import { createLocalFiles, sightProcess } from "@sluice/connector-kit";
import {
  SluiceError,
  type Connector,
  type ConnectorFactory,
  type ConnectorInput,
  type Location,
} from "@sluice/contracts";
import { createAdoptedJobs } from "./adopted-jobs.ts";
import { cancelJobs } from "./cancel-jobs.ts";
import { createJobEndings } from "./job-endings.ts";
import { findRecord, fromHandle, inspect, toHandle, type JobRecord } from "./job-record.ts";
import { createLiveJobs } from "./live-jobs.ts";
import { machineHardware } from "./machine-hardware.ts";

/** Runs jobs as processes of this machine. Options: `cores` and `memory` (MiB), to offer less than the machine has. */
export const localConnectorFactory = { create: createLocalConnector } satisfies ConnectorFactory;

function createLocalConnector({ deployment, options, logger }: ConnectorInput): Connector {
  const endings = createJobEndings();
  const live = createLiveJobs({ logger, onEnd: endings.tell });
  const adopted = createAdoptedJobs(endings.tell);
  const files = createLocalFiles();
  let locations: readonly Location[] | undefined;

  const find = (id: string, directory: string): JobRecord | undefined => {
    const known = live.record(id);
    if (known) return known;
    const record = findRecord(id, directory);
    if (record && inspect(record).state === "running") adopted.add(record);
    return record;
  };

  const close = async (): Promise<void> => {
    adopted[Symbol.dispose]();
    await live[Symbol.asyncDispose]();
  };

  return {
    deploy: async ({ signal }) => signal.throwIfAborted(),
    locations: async ({ signal }) => {
      signal.throwIfAborted();
      locations ??= [
        {
          name: "localhost",
          deployment: deployment.name,
          local: true,
          hardware: machineHardware({ options, ...deployment }),
        },
      ];
      return locations;
    },
    files: () => files,
    submit: async ({ job, signal }) => {
      signal.throwIfAborted();
      const record = live.record(job.id) ?? (await live.start(job)) ?? find(job.id, job.directories.job);
      return toHandle(record ?? { id: job.id, directory: job.directories.job });
    },
    poll: async ({ handles, signal }) => {
      signal.throwIfAborted();
      return handles.map((handle) =>
        live.has(handle.id) ? { id: handle.id, state: "running" } : inspect(fromHandle(handle)),
      );
    },
    watch: endings.watch,
    cancel: async ({ handles, graceMs, signal }) => {
      signal.throwIfAborted();
      const records = handles.map(fromHandle);
      const jobs = records.map((record): JobRecord => {
        live.isolate(record.id);
        if (live.has(record.id)) return record;
        const { wrapper, ...rest } = record;
        const seen =
          wrapper && inspect(record).state === "running" ? sightProcess(wrapper) : { state: "gone" as const };
        return seen.state === "running" && wrapper
          ? { ...rest, wrapper: { pid: seen.pid, start: wrapper.start } }
          : rest;
      });
      await cancelJobs({ jobs, graceMs, signal });
      const doubts = records.flatMap((record) => (live.has(record.id) ? [] : (inspect(record).doubt ?? [])));
      if (doubts.length > 0) throw new SluiceError("JOB_UNREACHABLE", `${doubts.length} of them: ${doubts[0]}`);
    },
    reattach: async ({ jobs, signal }) => {
      signal.throwIfAborted();
      return jobs.map(({ id, directory }) => {
        const record = find(id, directory);
        return record && toHandle(record);
      });
    },
    undeploy: close,
    [Symbol.asyncDispose]: close,
  };
}
