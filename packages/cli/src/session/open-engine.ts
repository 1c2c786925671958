import type { Binding, DeploymentConfig, Logger } from "@sluice/contracts";
import type { Engine } from "@sluice/core";
import type { PluginEntry } from "../plugins/plugin-entry.ts";
import { requestedSources, type PluginRequest } from "./plugin-request.ts";

/** What an engine is opened for. */
export interface EngineRequest {
  readonly home: string | undefined;
  readonly logger: Logger;
  readonly environment?: Environment | undefined;
  /** Absent: only to look at runs, without any plugins but the built-in ones. */
  readonly plugins?: PluginRequest | undefined;
}

/** What a configuration file says about where jobs run. */
export interface Environment {
  readonly configDir: string;
  readonly deployments: readonly DeploymentConfig[];
  readonly bindings: readonly Binding[];
  /** Plugins that it names. */
  readonly plugins?: readonly PluginEntry[];
}

/** An engine with the plugins that are asked for. Nothing is imported before a command needs it. */
export async function openEngine({ home, logger, environment, plugins }: EngineRequest): Promise<Engine> {
  const [{ createEngine }, sources] = await Promise.all([
    import("@sluice/core"),
    plugins ? requestedSources({ plugins, environment }) : [],
  ]);
  const { plugins: _named, ...places } = environment ?? {};
  return createEngine({ sources, logger, ...(home !== undefined && { home }), ...places });
}
