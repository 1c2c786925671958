import type { SluiceContext } from "./context.ts";
import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";

/** Sub-commands of `sluice`; provided under the name that is typed. */
export const commandPoint: ExtensionPoint<Command> = extensionPoint({
  id: "command",
  apiVersion: 1,
  purpose: "Adds a sub-command to the command line.",
  stability: "stable",
});

/** A sub-command. The command line parses its arguments, and writes its help from what is said here. */
export interface Command {
  /** What it does, as one line without a full stop. */
  readonly summary: string;
  /** Names of its arguments for the help, such as `RUN`; the last may end in `…` for any number. Default: none. */
  readonly arguments?: readonly string[];
  readonly options?: readonly CommandOption[];
  /** @returns the exit status. What it throws becomes a message and an exit status. */
  run(input: CommandInput): Promise<number>;
}

/** An option of a sub-command, given as `--name`. */
export interface CommandOption {
  /** In kebab case, without dashes. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** Name of its value for the help, such as `FILE`; without one it is a flag. */
  readonly value?: string;
  /** Whether it may be given several times. Default: false. */
  readonly list?: boolean;
  readonly help: string;
}

/** What a sub-command is run with. */
export interface CommandInput {
  /** `true` for flags that were given, text for options with a value, a list for options that may be given several times. */
  readonly options: Readonly<Record<string, true | string | readonly string[] | undefined>>;
  readonly arguments: readonly string[];
  /** Working directory. Absolute. */
  readonly cwd: string;
  readonly context: SluiceContext;
  /** Writes to standard output: exactly into files and pipes; a terminal gets no control characters. */
  out(text: string): void;
  /** Writes to standard error, for people: control characters are shown, not sent. */
  err(text: string): void;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}
