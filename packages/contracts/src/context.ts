import type { CheckpointManager } from "./checkpoint-manager.ts";
import type { DataManager } from "./data-manager.ts";
import type { Database } from "./database.ts";
import type { DeploymentManager } from "./deployment-manager.ts";
import type { FailureManager } from "./failure-manager.ts";
import type { Logger } from "./logger.ts";
import type { Scheduler } from "./scheduler.ts";

/**
 * Through this a plugin reaches the engine: its managers, its folders, its logger. It is there before the managers are:
 * one that is asked for before the engine is open, or in a command that opens none, throws `CONTEXT_NOT_OPEN`.
 */
export interface SluiceContext {
  readonly database: Database;
  readonly scheduler: Scheduler;
  readonly deploymentManager: DeploymentManager;
  readonly dataManager: DataManager;
  readonly checkpointManager: CheckpointManager;
  readonly failureManager: FailureManager;
  /** Folder of the configuration file, or the working directory without one. Relative paths of a configuration resolve against it. Absolute. */
  readonly configDir: string;
  /** Stamps messages with the name of whoever it was given to. */
  readonly logger: Logger;
  /** Aborted when the engine closes. */
  readonly signal: AbortSignal;
  /** The object that a plugin returned from `setup`. @throws `PLUGIN_MISSING` when it was not declared in `requires` */
  plugin(name: string): unknown;
}
