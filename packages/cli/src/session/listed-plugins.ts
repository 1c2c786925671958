import type { PluginSource } from "@sluice/core/host";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { builtinPlugin, type ListedPlugin } from "../plugins/bundled-plugins.ts";
import type { CommandConsole } from "./command-console.ts";
import type { OptionSpec } from "../command-line/command-spec.ts";
import type { Environment } from "./open-engine.ts";
import { noteUnreadConfig } from "./unread-config.ts";
import { pluginsOf, requestedSources, type PluginRequest } from "./plugin-request.ts";

/** The option of commands that look at plugins. */
export const configOption: OptionSpec = {
  name: "config",
  value: "FILE",
  doc: "A configuration file, whose plugins are there, too (default: none, also where a sluice.yml lies in the working directory)",
};

/** The plugins that a command would work with here, the built-in one first. None is loaded. */
export async function listedPlugins(
  given: ParsedArguments,
  console: CommandConsole,
): Promise<{ readonly sources: readonly PluginSource[]; readonly all: readonly ListedPlugin[] }> {
  const plugins = pluginsOf(given, console);
  await noteUnreadConfig(given, console);
  const sources = await requestedSources({ plugins, environment: await configuredPlugins(given, plugins) });
  return { sources, all: [builtinPlugin, ...sources] };
}

/** What the configuration file that an option names says of plugins. @throws what is wrong with it */
export async function configuredPlugins(
  given: ParsedArguments,
  plugins: PluginRequest,
): Promise<Environment | undefined> {
  const file = given.value(configOption.name);
  if (file === undefined) return undefined;
  const { readNamedConfig } = await import("./read-given-config.ts");
  return (await readNamedConfig(file, plugins)).environment;
}
