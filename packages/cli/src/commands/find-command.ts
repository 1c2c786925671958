import { columns } from "../command-line/help-text.ts";
import { nearestName } from "../command-line/nearest-name.ts";
import { usageError } from "../command-line/usage-error.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { commandTable, type CommandEntry } from "./command-table.ts";

/** The command that is meant, with its arguments, or an exit status when there is nothing more to do. @throws `USAGE` */
export function findCommand(
  name: string,
  rest: readonly string[],
  console: CommandConsole,
): { entry: CommandEntry; argv: readonly string[] } | number {
  if (name === "") {
    console.err(overview(console.width()));
    return 2;
  }
  const isHelp = name === "help" || name === "--help" || name === "-h";
  const [topic] = rest;
  if (isHelp && topic === undefined) {
    console.out(overview(console.width()));
    return 0;
  }
  const wanted = isHelp ? (topic ?? "") : name;
  const entry = commandTable.find((candidate) => candidate.name === wanted);
  if (entry === undefined) throw unknownCommand(wanted);
  return { entry, argv: isHelp ? ["--help"] : rest };
}

function unknownCommand(name: string): Error {
  if (name.startsWith("-")) return usageError(`sluice has no option ${name}`, "See 'sluice --help'.");
  if (/[./]/.test(name)) return usageError(`sluice has no command '${name}'`, `To run a file: sluice run ${name}`);
  const nearest = nearestName(name, ["help", ...commandTable.map((entry) => entry.name)]);
  return usageError(
    `sluice has no command '${name}'`,
    nearest === undefined ? "See 'sluice --help'." : `Did you mean 'sluice ${nearest}'?`,
  );
}

function overview(width: number): string {
  return [
    "Usage: sluice COMMAND [OPTIONS] [ARGUMENTS]\n",
    "Runs CWL workflows and keeps a journal of every run, so that nothing that is done is lost.\n",
    `Commands:\n${columns(
      commandTable.map(({ name, summary }) => [name, summary]),
      width,
    )}\n`,
    "Examples:\n  sluice run workflow.cwl job.yml\n      Run a workflow; the outputs are printed as JSON\n  sluice show latest\n      Look at the last run\n  sluice help run\n      All about one command\n",
  ].join("\n");
}
