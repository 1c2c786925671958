import type { Hardware } from "./hardware.ts";

/** A place where a job can run: a host, a container, a node. The unit of scheduling. */
export interface Location {
  /** Unique in its deployment. */
  readonly name: string;
  /** The deployment that it belongs to. */
  readonly deployment: string;
  /** The service that it belongs to, where the deployment has several. */
  readonly service?: string;
  /** What it has in all; undefined when it does not say (a queue that takes whatever is asked). */
  readonly hardware?: Hardware;
  /** Whether paths on it are paths of the engine's own machine. */
  readonly local: boolean;
}
