import type { DeploymentConfig } from "./deployment-config.ts";
import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { JobHandle, JobStatus, JobSubmission } from "./job.ts";
import type { JsonObject } from "./json.ts";
import type { Location } from "./location.ts";
import type { LocationFiles } from "./location-files.ts";
import type { Logger } from "./logger.ts";

/** Environments that jobs run in: `local`, `docker`, `ssh`, `slurm` and others. */
export const connectorPoint: ExtensionPoint<ConnectorFactory> = extensionPoint({
  id: "connector",
  apiVersion: 1,
  purpose: "Runs jobs in a kind of environment and answers for its files.",
  stability: "stable",
  default: "local",
  capabilities: {
    watch: "It hears of the end of jobs without being polled.",
    local: "Paths on its locations are paths of the engine's own machine.",
    wraps: "It runs on the locations of another deployment.",
  },
});

/** Makes connectors: one for each deployment of its type. */
export interface ConnectorFactory {
  /** Must not reach the environment: that is what {@link Connector.deploy} is for. Heavy dependencies are imported here. */
  create(input: ConnectorInput): Connector | Promise<Connector>;
}

/** What a connector is made from. */
export interface ConnectorInput {
  readonly deployment: DeploymentConfig;
  /** Options after validation, defaults applied, secrets read: held in memory only. */
  readonly options: JsonObject;
  /** Folder of the configuration file: relative paths in options resolve against it. Absolute. */
  readonly configDir: string;
  readonly logger: Logger;
}

/**
 * One environment. Jobs are submitted with a handle and outlive the engine: after a restart, {@link reattach} finds
 * them by the id of their submission. Every method takes one object and honours its `signal`.
 */
export interface Connector extends AsyncDisposable {
  /** Brings the environment up, or checks that it is there when the deployment is external. Called once. */
  deploy(input: { readonly signal: AbortSignal }): Promise<void>;
  /** Where jobs can run now. */
  locations(input: { readonly service?: string; readonly signal: AbortSignal }): Promise<readonly Location[]>;
  /** Answers questions about the files of a location. */
  files(location: Location): LocationFiles;
  /**
   * Starts a job whose folder and inputs are in place. Submitting an id that runs already, or has ended, starts
   * nothing and answers with its handle, so that a submission whose answer was lost can be repeated.
   * @throws `JOB_START` when the environment refuses the job.
   */
  submit(input: {
    readonly job: JobSubmission;
    readonly location: Location;
    readonly signal: AbortSignal;
  }): Promise<JobHandle>;
  /** Where jobs stand, in the order of the handles. A failed query throws: it never makes a job look ended. */
  poll(input: { readonly handles: readonly JobHandle[]; readonly signal: AbortSignal }): Promise<readonly JobStatus[]>;
  /**
   * Calls back as soon as a job is known to have ended, for connectors that hear of it; others are polled.
   * The answer ends the watch.
   */
  watch?(listener: (status: JobStatus) => void): Disposable;
  /** Ends jobs and everything that they started: asks first (SIGTERM), forces after the grace period in milliseconds. */
  cancel(input: {
    readonly handles: readonly JobHandle[];
    readonly graceMs: number;
    readonly signal: AbortSignal;
  }): Promise<void>;
  /**
   * Finds jobs of an earlier engine by the ids of their submissions; undefined for one that never started.
   * A job that was submitted but left no trace of its end is answered with a handle whose poll says `lost`.
   */
  reattach(input: {
    readonly jobs: readonly { readonly id: string; readonly directory: string; readonly location: string }[];
    readonly signal: AbortSignal;
  }): Promise<readonly (JobHandle | undefined)[]>;
  /** Takes the environment down unless the deployment is external. Called once, after the last job. */
  undeploy(input: { readonly signal: AbortSignal }): Promise<void>;
}
