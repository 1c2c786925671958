import type { CheckpointManager } from "./checkpoint-manager.ts";
import type { DataManager } from "./data-manager.ts";
import type { Database } from "./database.ts";
import type { DeploymentManager } from "./deployment-manager.ts";
import type { ExtensionPoint } from "./extension-point.ts";
import type { FailureManager } from "./failure-manager.ts";
import type { JsonObject } from "./json.ts";
import type { Logger } from "./logger.ts";
import type { Scheduler } from "./scheduler.ts";

/**
 * Through this a plugin reaches the engine: its managers, its folders, its logger, other extensions. It is there before the managers are:
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
  /**
   * What a plugin provides at an extension point, for whoever calls the point. Plugins that were given to a run are found in the
   * context of that run only.
   * @throws `PLUGIN_MISSING`, and `PLUGIN_OPTIONS` when the options do not follow the extension's schema
   */
  extension<T>(input: {
    readonly point: ExtensionPoint<T>;
    readonly name: string;
    /** Default: none; the defaults of its schema count in any case. */
    readonly options?: JsonObject;
  }): Promise<{ readonly implementation: T; readonly options: JsonObject }>;
}
