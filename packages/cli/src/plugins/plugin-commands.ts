import { formatError, isSluiceError } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import { commandTable } from "../commands/command-table.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { configOption } from "../session/listed-plugins.ts";
import type { Environment } from "../session/open-engine.ts";
import { pluginEntriesOf, pluginOption, requestedSources, type PluginRequest } from "../session/plugin-request.ts";
import { extensionCatalogue } from "./extension-catalogue.ts";

/** A sub-command that a plugin's manifest names. */
export interface PluginCommand {
  readonly name: string;
  /** As one line without a full stop. */
  readonly summary: string;
  readonly plugin: string;
}

/** The sub-commands of plugins. */
export interface PluginCommands {
  readonly commands: readonly PluginCommand[];
  /** What people are to know: of commands that are hidden by others, and of plugins that cannot be looked at. */
  readonly warnings: readonly string[];
  readonly request: PluginRequest;
  /** What a configuration says that was named for it. */
  readonly environment?: Environment;
}

/**
 * Reads the manifests of the plugins that are there by themselves; when these have no command of the wanted name, also of those that
 * `--plugin` and `--config` name. No plugin is loaded.
 */
export async function findPluginCommands(
  argv: readonly string[],
  console: CommandConsole,
  wanted?: string,
): Promise<PluginCommands> {
  const request: PluginRequest = { entries: [], auto: !argv.includes("--no-auto-plugins"), console };
  const found = await commandsOf(request);
  const [references, [file]] = [valuesIn(argv, pluginOption.name), valuesIn(argv, configOption.name)];
  const isWanted = wanted !== undefined && found.commands.every(({ name }) => name !== wanted);
  if (!isWanted || (references.length === 0 && file === undefined)) return found;
  const named = { ...request, entries: pluginEntriesOf(references, console) };
  return commandsOf(named, file === undefined ? undefined : await readEnvironment(file, named));
}

async function readEnvironment(file: string, request: PluginRequest): Promise<Environment> {
  const { readNamedConfig } = await import("../session/read-given-config.ts");
  return (await readNamedConfig(file, request)).environment;
}

/** What an option is given in arguments that nobody can parse before the command is known. */
function valuesIn(argv: readonly string[], option: string): readonly string[] {
  return argv.flatMap((argument, at) => {
    if (argument.startsWith(`--${option}=`)) return [argument.slice(option.length + 3)];
    return argument === `--${option}` ? argv.slice(at + 1, at + 2) : [];
  });
}

async function commandsOf(request: PluginRequest, environment?: Environment): Promise<PluginCommands> {
  const { sources, fault } = await readSources(request, environment);
  if (fault !== undefined) return { commands: [], warnings: [fault], request };
  const all = (await extensionCatalogue(sources)).extensions("command");
  const commands: PluginCommand[] = [];
  const warnings: string[] = [];
  for (const { name, purpose, plugin } of all) {
    const other = commands.find((each) => each.name === name);
    if (commandTable.some((entry) => entry.name === name))
      warnings.push(`the command '${name}' of plugin ${plugin} is hidden by the one of Sluice`);
    else if (other)
      warnings.push(`the command '${name}' of plugin ${plugin} is hidden by the one of plugin ${other.plugin}`);
    else commands.push({ name, summary: purpose.replace(/\.$/, ""), plugin });
  }
  return { commands, warnings, request, ...(environment && { environment }) };
}

/** Help must come also where a project is broken. */
async function readSources(
  plugins: PluginRequest,
  environment: Environment | undefined,
): Promise<{ readonly sources: readonly PluginSource[]; readonly fault?: string }> {
  try {
    return { sources: await requestedSources({ plugins, environment }) };
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    return { sources: [], fault: `the commands of plugins are not known: ${formatError(error)}` };
  }
}
