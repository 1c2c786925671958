import type { Binding, DeploymentConfig, Logger } from "@sluice/contracts";
import type { Engine } from "@sluice/core";
import { bundledSources } from "./open-host.ts";

/** What an engine is opened for. */
export interface EngineRequest {
  readonly home: string | undefined;
  readonly logger: Logger;
  readonly environment?: Environment | undefined;
  /** Only to look at runs: without the plugins that come with the command. */
  readonly bare?: boolean;
}

/** What a configuration file says about where jobs run. */
export interface Environment {
  readonly configDir: string;
  readonly deployments: readonly DeploymentConfig[];
  readonly bindings: readonly Binding[];
}

/** An engine with the plugins that come with the command. Nothing is imported before a command needs it. */
export async function openEngine({ home, logger, environment, bare = false }: EngineRequest): Promise<Engine> {
  const [{ createEngine }, sources] = await Promise.all([import("@sluice/core"), bare ? [] : bundledSources()]);
  return createEngine({ sources, logger, ...(home !== undefined && { home }), ...environment });
}
