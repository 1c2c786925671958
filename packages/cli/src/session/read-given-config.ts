import type { ReadConfig } from "../config/read-config.ts";
import { usageError } from "../command-line/usage-error.ts";
import { requestedSources, type PluginRequest } from "./plugin-request.ts";

/** Reads a configuration file, with the plugins that a command asks for; undefined for a document of another kind. */
export async function readGivenConfig(document: string, plugins: PluginRequest): Promise<ReadConfig | undefined> {
  const { readConfigIfAny } = await import("../config/read-config.ts");
  return readConfigIfAny(document, { cwd: plugins.console.cwd, sources: sourcesFor(plugins) });
}

/** Reads a file that an option says is a configuration; it need not have workflows. @throws `USAGE` for a document of another kind */
export async function readNamedConfig(file: string, plugins: PluginRequest): Promise<ReadConfig> {
  const { mayBeConfig, readConfigIfAny } = await import("../config/read-config.ts");
  const input = { cwd: plugins.console.cwd, sources: sourcesFor(plugins), isConfig: mayBeConfig };
  const config = await readConfigIfAny(file, input);
  if (config === undefined) throw usageError(`${file} is no configuration file`);
  return config;
}

function sourcesFor(plugins: PluginRequest) {
  return (environment: Parameters<typeof requestedSources>[0]["environment"]) =>
    requestedSources({ plugins, environment });
}
