import { homeOption, type OptionSpec } from "../command-line/command-spec.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import type { CommandConsole } from "./command-console.ts";
import { configOption, configuredPlugins } from "./listed-plugins.ts";
import type { EngineRequest } from "./open-engine.ts";
import { pluginsOf } from "./plugin-request.ts";

/** The options of commands that look at runs: where these are. */
export const runPlaceOptions: readonly OptionSpec[] = [
  homeOption,
  { ...configOption, doc: "A configuration file, whose database has the runs" },
];

/** What an engine is opened with to look at runs: nothing but the database that a configuration file names, if one is given. */
export async function runPlace(
  given: ParsedArguments,
  console: CommandConsole,
): Promise<Pick<EngineRequest, "environment" | "plugins">> {
  const plugins = pluginsOf(given, console);
  const environment = await configuredPlugins(given, plugins);
  if (environment === undefined) return {};
  const { configDir, configFile, managers, secrets, plugins: named, timeouts, hookTimeout } = environment;
  const database = managers?.database;
  return {
    plugins,
    environment: {
      configDir,
      ...(configFile !== undefined && { configFile }),
      deployments: [],
      bindings: [],
      ...(named && { plugins: named }),
      ...(secrets && { secrets }),
      ...(timeouts && { timeouts }),
      ...(hookTimeout !== undefined && { hookTimeout }),
      ...(database && { managers: { database } }),
    },
  };
}
