import type { CommandSpec, OptionSpec } from "../../packages/cli/src/command-line/command-spec.ts";
import { commonOptions } from "../../packages/cli/src/command-line/command-spec.ts";
import { isForeign } from "../../packages/cli/src/command-line/foreign-option.ts";
import { commandTable } from "../../packages/cli/src/commands/command-table.ts";
import { command as cwlRunner } from "../../packages/cli/src/commands/cwl-runner.ts";
import { code, head, page, row, type Page } from "./page.ts";

/** Every command with its options, from what the commands' own help is made of. */
export async function commandPages(): Promise<readonly Page[]> {
  const commands = await Promise.all(commandTable.map(async (entry) => (await entry.load()).command.spec));
  const specs = [...commands, cwlRunner.spec];
  const lines = [
    "What `--help` says, of all commands. Plugins can add more: `sluice ext list command` shows them.",
    "",
    ...specs.map(({ name, purpose }) => `- [${code(name)}](#${anchor(name)}): ${purpose}`),
    "",
    "Every command has these:",
    "",
    ...optionTable(commonOptions),
    ...specs.flatMap(section),
  ];
  return [page("commands", "Commands", "the commands in packages/cli/src/commands", lines)];
}

function section({ name, usage, purpose, options, examples }: CommandSpec): string[] {
  const shown = options.filter((option) => !isForeign(option));
  return [
    "",
    `## ${name}`,
    "",
    purpose,
    "",
    "```text",
    ...usage.map((form) => `${name} ${form}`.trimEnd()),
    "```",
    ...(shown.length > 0 ? ["", ...optionTable(shown)] : []),
    ...(examples.length > 0 ? ["", ...examples.map(({ line, doc }) => `- ${code(line)}: ${doc}`)] : []),
  ];
}

function optionTable(options: readonly OptionSpec[]): string[] {
  return [
    ...head("option", "meaning"),
    ...options.map(({ name, short, value, doc, choices }) => {
      const long = `--${name}${value === undefined ? "" : ` ${value}`}`;
      const values = choices === undefined ? "" : ` (${choices.join(", ")})`;
      return row(code(short === undefined ? long : `-${short}, ${long}`), `${doc}${values}`);
    }),
  ];
}

function anchor(name: string): string {
  return name.replaceAll(" ", "-");
}
