import type { ReadConfig } from "../config/read-config.ts";
import { requestedSources, type PluginRequest } from "./plugin-request.ts";

/** Reads a configuration file, with the plugins that a command asks for; undefined for a document of another kind. */
export async function readGivenConfig(document: string, plugins: PluginRequest): Promise<ReadConfig | undefined> {
  const { readConfigIfAny } = await import("../config/read-config.ts");
  return readConfigIfAny(document, {
    cwd: plugins.console.cwd,
    sources: (environment) => requestedSources({ plugins, environment }),
  });
}
