import type { Command } from "./command-line/command-spec.ts";
import { createConsole, type CommandConsole } from "./session/command-console.ts";

/** The command `sluice`. Settles with the exit status. */
export function runSluice(argv: readonly string[]): Promise<number> {
  return guarded(argv, async (console) => {
    const [name = "", ...rest] = argv;
    if (name === "--version" || name === "-V") return runCommand(await import("./commands/version.ts"), [], console);
    const { findCommand } = await import("./commands/find-command.ts");
    const found = await findCommand(name, rest, console);
    return typeof found === "number" ? found : runCommand(await found.entry.load(), found.argv, console);
  });
}

/** The command `cwl-runner`. Settles with the exit status. */
export function runCwlRunner(argv: readonly string[]): Promise<number> {
  return guarded(argv, async (console) => runCommand(await import("./commands/cwl-runner.ts"), argv, console));
}

async function runCommand(
  { command }: { readonly command: Command },
  argv: readonly string[],
  console: CommandConsole,
): Promise<number> {
  const { parseArguments } = await import("./command-line/parse-arguments.ts");
  const given = parseArguments(command.spec, argv);
  if (given.flag("help") && command.spec.open !== true) {
    const { helpText } = await import("./command-line/help-text.ts");
    console.out(helpText(command.spec, console.width()));
    return 0;
  }
  return command.run({ given, console });
}

/** Whatever is thrown becomes a message and an exit status; a stack trace is only for those who ask. */
async function guarded(argv: readonly string[], work: (console: CommandConsole) => Promise<number>): Promise<number> {
  const console = createConsole();
  try {
    const status = await work(console);
    await console.flush();
    return status;
  } catch (error) {
    const { reportError } = await import("./session/report-error.ts");
    const { text, status } = reportError(error, argv.includes("--debug"));
    console.err(text);
    return status;
  }
}
