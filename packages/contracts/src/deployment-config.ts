import type { JsonObject } from "./json.ts";

/** A named environment of a configuration file. The unit of deployment. */
export interface DeploymentConfig {
  readonly name: string;
  /** Name of the connector at the extension point `connector`. */
  readonly type: string;
  /** The connector's options, validated against its schema, with defaults applied and secrets still references. */
  readonly config: JsonObject;
  /** The environment exists already and is left alone: no deploy, no undeploy. Default: false. */
  readonly external: boolean;
  /** Deploy when the first job needs it, not at the start. Default: true. */
  readonly lazy: boolean;
  /** Name of the policy that its locations are chosen by. Default: the default policy. */
  readonly schedulingPolicy?: string;
  /** Base of the job folders on its locations; absolute. Default: that of the deployment that it wraps; else the run's folder, on the engine's machine. */
  readonly workdir?: string;
  /** The deployment on whose locations this one runs. */
  readonly wraps?: { readonly deployment: string; readonly service?: string };
}
