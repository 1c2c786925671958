import { commandPoint, formatError, isSluiceError, toSluiceError } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import { commandTable } from "../commands/command-table.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { configOption } from "../session/listed-plugins.ts";
import type { Environment } from "../session/open-engine.ts";
import { openCommandHost } from "../session/open-host.ts";
import { pluginEntriesOf, pluginOption, requestedSources, type PluginRequest } from "../session/plugin-request.ts";
import { extensionCatalogue } from "./extension-catalogue.ts";

/** A sub-command that a plugin's manifest names, or that a plugin without one provides. */
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
  /** Whether there are plugins without a manifest. */
  readonly hasUnlisted: boolean;
  readonly request: PluginRequest;
  /** What a configuration says that was named for it. */
  readonly environment?: Environment;
}

/**
 * Reads the manifests of the plugins that are there by themselves; when these have no command of the wanted name, also of those that
 * `--plugin` and `--config` name. Plugins are loaded only when no manifest has the wanted command and some plugins have none.
 */
export async function findPluginCommands(
  argv: readonly string[],
  console: CommandConsole,
  wanted?: string,
): Promise<PluginCommands> {
  const request: PluginRequest = { entries: [], auto: !argv.includes("--no-auto-plugins"), console };
  const automatic = await commandsOf(request);
  const isMissing = ({ commands }: PluginCommands): boolean =>
    wanted !== undefined && commands.every(({ name }) => name !== wanted);
  const [references, [file]] = [valuesIn(argv, pluginOption.name), valuesIn(argv, configOption.name)];
  const named = { ...request, entries: pluginEntriesOf(references, console) };
  const found =
    isMissing(automatic) && (references.length > 0 || file !== undefined)
      ? await commandsOf(named, file === undefined ? undefined : await readEnvironment(file, named))
      : automatic;
  return found.hasUnlisted && isMissing(found) ? withLoaded(found) : found;
}

/** With the commands of plugins that have no manifest: they show only when these are set up. */
async function withLoaded(found: PluginCommands): Promise<PluginCommands> {
  const { request: plugins, environment, commands, warnings } = found;
  // Whoever runs the command sets them up once more, and says what is wrong.
  await using host = await openCommandHost({ plugins, environment });
  const provided = host.plugins.flatMap(({ name: plugin, extensions = [] }) =>
    extensions.filter(({ point }) => point === commandPoint.id).map(({ name }) => ({ name, plugin })),
  );
  const more = provided
    .filter(({ name }) => commands.every((each) => each.name !== name))
    .map(({ name, plugin }) => ({ name, plugin, summary: host.extension(commandPoint, name).summary }));
  const faults = host.plugins.flatMap(({ error }) => (error ? [formatError(toSluiceError(error))] : []));
  return { ...found, commands: [...commands, ...more], warnings: [...warnings, ...faults] };
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
  if (fault !== undefined) return { commands: [], warnings: [fault], hasUnlisted: false, request };
  const catalogue = await extensionCatalogue(sources);
  const refused = sources.filter(({ fault, silent }) => fault?.code === "PLUGIN_UNTRUSTED" && silent !== true);
  const all = catalogue.extensions(commandPoint.id);
  const commands: PluginCommand[] = [];
  const warnings = refused.map(({ name, fault }) => `plugin ${name} is left out: ${fault?.message ?? ""}`);
  for (const { name, purpose, plugin } of all) {
    const other = commands.find((each) => each.name === name);
    if (commandTable.some((entry) => entry.name === name))
      warnings.push(`the command '${name}' of plugin ${plugin} is hidden by the one of Sluice`);
    else if (other)
      warnings.push(`the command '${name}' of plugin ${plugin} is hidden by the one of plugin ${other.plugin}`);
    else commands.push({ name, summary: purpose.replace(/\.$/, ""), plugin });
  }
  const hasUnlisted = catalogue.unlisted.length > 0;
  return { commands, warnings, hasUnlisted, request, ...(environment && { environment }) };
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
