import type { PluginSource } from "@sluice/core/host";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { builtinPlugin, type ListedPlugin } from "../plugins/bundled-plugins.ts";
import type { CommandConsole } from "./command-console.ts";
import { pluginsOf, requestedSources } from "./plugin-request.ts";

/** The plugins that a command would work with here, the built-in one first. None is loaded. */
export async function listedPlugins(
  given: ParsedArguments,
  console: CommandConsole,
): Promise<{ readonly sources: readonly PluginSource[]; readonly all: readonly ListedPlugin[] }> {
  const sources = await requestedSources({ plugins: pluginsOf(given, console) });
  return { sources, all: [builtinPlugin, ...sources] };
}
