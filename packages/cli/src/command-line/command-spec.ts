import type { CommandConsole } from "../session/command-console.ts";
import type { ParsedArguments } from "./parse-arguments.ts";

/** An option of a command. */
export interface OptionSpec {
  /** Without dashes, such as `outdir`. */
  readonly name: string;
  /** One letter, without the dash. Of an option with a value it stands before the document only: behind it, letters are inputs. */
  readonly short?: string;
  /** What stands for its value in help texts, such as `DIR`; the option takes no value when absent. */
  readonly value?: string;
  readonly doc: string;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
  /** Understood for the sake of scripts made for other runners, and left out of help texts. */
  readonly hidden?: boolean;
  /** Of open commands: understood before the document only, because inputs are called like this. */
  readonly before?: boolean;
  /** Other runners have it, this one does not: what to use in its place. Such an option is left out of help texts. */
  readonly instead?: string;
}

/** What a command takes, for parsing and for help. */
export interface CommandSpec {
  /** As it is called, such as `sluice run`. */
  readonly name: string;
  /** What follows the name, one form a line. */
  readonly usage: readonly string[];
  readonly purpose: string;
  readonly options: readonly OptionSpec[];
  readonly examples: readonly { readonly line: string; readonly doc: string }[];
  /** How many plain arguments it takes. */
  readonly positionals: { readonly least: number; readonly most: number; readonly what: string };
  /** After the first plain argument, what is not an option of the command belongs to the process. */
  readonly open?: boolean;
}

/** One command of the program. */
export interface Command {
  readonly spec: CommandSpec;
  /** Settles with the exit status. Coded errors that it throws are printed for it. */
  run(input: { readonly given: ParsedArguments; readonly console: CommandConsole }): Promise<number>;
}

/** Options that every command has. */
export const commonOptions: readonly OptionSpec[] = [
  { name: "help", short: "h", doc: "Show this help" },
  { name: "debug", doc: "Say more, and show where a defect of Sluice itself comes from" },
  {
    name: "no-auto-plugins",
    doc: "Only plugins that come with Sluice or are named: none that the project depends on or that were added for this user",
  },
];

/** The option of every command that looks at runs. */
export const homeOption: OptionSpec = {
  name: "home",
  value: "DIR",
  doc: "Where runs are kept (default: $SLUICE_HOME, else a folder of this user)",
};
