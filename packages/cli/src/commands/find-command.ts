import { columns } from "../command-line/help-text.ts";
import { nearestName } from "../command-line/nearest-name.ts";
import { usageError } from "../command-line/usage-error.ts";
import type { PluginCommands } from "../plugins/plugin-commands.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { commandTable, type CommandEntry } from "./command-table.ts";

/** The command that is meant, with its arguments, or an exit status when there is nothing more to do. @throws `USAGE` */
export async function findCommand(
  name: string,
  rest: readonly string[],
  console: CommandConsole,
): Promise<{ entry: Pick<CommandEntry, "load">; argv: readonly string[] } | number> {
  const ofPlugins = async (command?: string): Promise<PluginCommands> => {
    const { findPluginCommands } = await import("../plugins/plugin-commands.ts");
    return findPluginCommands(rest, console, command);
  };
  const isHelp = name === "help" || name === "--help" || name === "-h";
  const topic = rest.find((argument) => !argument.startsWith("-"));
  if (name === "" || (isHelp && topic === undefined)) {
    const found = await ofPlugins();
    const text = overview(found, console.width());
    if (isHelp) console.out(text);
    else console.err(text);
    for (const warning of found.warnings) console.err(`warning: ${warning}\n`);
    return isHelp ? 0 : 2;
  }
  const wanted = isHelp ? (topic ?? "") : name;
  const argv = isHelp ? ["--help"] : rest;
  const entry = commandTable.find((candidate) => candidate.name === wanted);
  if (entry) return { entry, argv };
  const found = await ofPlugins(wanted);
  const { commands, warnings } = found;
  const plugged = commands.find((candidate) => candidate.name === wanted);
  if (!plugged) {
    for (const warning of warnings) console.err(`warning: ${warning}\n`);
    throw unknownCommand(wanted, commands);
  }
  const load: CommandEntry["load"] = async () => {
    const { loadPluginCommand } = await import("../plugins/load-plugin-command.ts");
    return loadPluginCommand(plugged, found, argv.includes("--debug"));
  };
  return { entry: { load }, argv };
}

function unknownCommand(name: string, plugged: PluginCommands["commands"]): Error {
  if (name.startsWith("-")) return usageError(`sluice has no option ${name}`, "See 'sluice --help'.");
  if (/[./]/.test(name)) return usageError(`sluice has no command '${name}'`, `To run a file: sluice run ${name}`);
  const nearest = nearestName(name, ["help", ...[...commandTable, ...plugged].map((entry) => entry.name)]);
  return usageError(
    `sluice has no command '${name}'`,
    nearest === undefined ? "See 'sluice --help'." : `Did you mean 'sluice ${nearest}'?`,
  );
}

function overview({ commands }: PluginCommands, width: number): string {
  const plugged = commands.map(({ name, summary, plugin }) => [name, `${summary} (plugin ${plugin})`] as const);
  return [
    "Usage: sluice COMMAND [OPTIONS] [ARGUMENTS]\n",
    "Runs CWL workflows and keeps a journal of every run, so that nothing that is done is lost.\n",
    `Commands:\n${columns(
      commandTable.map(({ name, summary }) => [name, summary]),
      width,
    )}\n`,
    ...(plugged.length > 0 ? [`Commands of plugins:\n${columns(plugged, width)}\n`] : []),
    "Examples:\n  sluice run workflow.cwl job.yml\n      Run a workflow; the outputs are printed as JSON\n  sluice show latest\n      Look at the last run\n  sluice help run\n      All about one command\n",
  ].join("\n");
}
