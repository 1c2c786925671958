import { formatError, isSluiceError } from "@sluice/contracts";
import type { PluginSource } from "@sluice/core/host";
import { commandTable } from "../commands/command-table.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { requestedSources, type PluginRequest } from "../session/plugin-request.ts";
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
}

/** Reads the manifests of the plugins that are there by themselves. No plugin is loaded. */
export async function findPluginCommands(argv: readonly string[], console: CommandConsole): Promise<PluginCommands> {
  const request: PluginRequest = { entries: [], auto: !argv.includes("--no-auto-plugins"), console };
  const { sources, fault } = await readSources(request);
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
  return { commands, warnings, request };
}

/** Help must come also where a project is broken. */
async function readSources(
  plugins: PluginRequest,
): Promise<{ readonly sources: readonly PluginSource[]; readonly fault?: string }> {
  try {
    return { sources: await requestedSources({ plugins }) };
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    return { sources: [], fault: `the commands of plugins are not known: ${formatError(error)}` };
  }
}
