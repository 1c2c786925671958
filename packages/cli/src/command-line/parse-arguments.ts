import { commonOptions, type CommandSpec, type OptionSpec } from "./command-spec.ts";
import { isForeign, refusedOption } from "./foreign-option.ts";
import { nearestName } from "./nearest-name.ts";
import { usageError } from "./usage-error.ts";

/** A command line, taken apart. */
export interface ParsedArguments {
  /** Whether an option without value is there. */
  flag(name: string): boolean;
  /** The value of an option; of the last one when it is given several times. */
  value(name: string): string | undefined;
  /** All values of an option that may be given several times, in order. */
  values(name: string): readonly string[];
  readonly positionals: readonly string[];
  /** Of open commands: what follows the first plain argument and is not the command's own, in order. */
  readonly rest: readonly string[];
  /** Of open commands: the command's own options after the first plain argument, as they are written; inputs may be called the same. */
  readonly taken: readonly string[];
}

/** Takes a command line apart. @throws `USAGE`, with the nearest option for one that is not known */
export function parseArguments(spec: CommandSpec, argv: readonly string[]): ParsedArguments {
  const reader = new ArgumentReader(spec, argv);
  reader.readAll();
  const { values, positionals, rest, taken } = reader;
  if (!values.has("help")) checkCount(spec, positionals);
  return {
    flag: (name) => values.has(name),
    value: (name) => values.get(name)?.at(-1),
    values: (name) => values.get(name) ?? [],
    positionals,
    rest,
    taken,
  };
}

class ArgumentReader {
  readonly values: Map<string, string[]> = new Map();
  readonly positionals: string[] = [];
  readonly rest: string[] = [];
  readonly #spec: CommandSpec;
  readonly #argv: readonly string[];
  readonly #options: readonly OptionSpec[];
  readonly taken: string[] = [];
  #at = 0;

  constructor(spec: CommandSpec, argv: readonly string[]) {
    this.#spec = spec;
    this.#argv = argv;
    this.#options = [...commonOptions, ...spec.options];
  }

  readAll(): void {
    while (this.#at < this.#argv.length) {
      const argument = this.#take();
      const open = this.#spec.open === true && this.positionals.length > 0;
      if (argument === "--") this.#takeEverything(open);
      else if (!isOption(argument)) (open ? this.rest : this.positionals).push(argument);
      else this.#readOption(argument, open);
    }
  }

  #take(): string {
    const argument = this.#argv[this.#at] ?? "";
    this.#at += 1;
    return argument;
  }

  /** After `--` nothing is an option of the command any more. */
  #takeEverything(open: boolean): void {
    const target = open ? this.rest : this.positionals;
    const [first, ...others] = this.#argv.slice(this.#at);
    if (first !== undefined) target.push(first);
    (this.#spec.open === true ? this.rest : target).push(...others);
    this.#at = this.#argv.length;
  }

  #readOption(argument: string, open: boolean): void {
    const equals = argument.startsWith("--") ? argument.indexOf("=") : -1;
    const written = equals === -1 ? argument : argument.slice(0, equals);
    const option = this.#options.find(({ name, short }) => written === `--${name}` || written === `-${short ?? ""}`);
    // After the document, its inputs go before options that they may share a name with.
    if (option === undefined || (open && givesWay(option, written))) {
      if (!open) throw this.#unknown(written);
      this.rest.push(argument);
      return;
    }
    if (open) this.taken.push(written);
    if (option.instead !== undefined) {
      throw refusedOption(this.#spec.name, option.name, option.instead);
    } else if (option.value === undefined) {
      if (equals !== -1) throw usageError(`option ${written} takes no value`);
      this.values.set(option.name, []);
    } else {
      const value = this.#valueOf(option, written, equals === -1 ? undefined : argument.slice(equals + 1));
      this.values.set(option.name, [...(this.values.get(option.name) ?? []), value]);
    }
  }

  #valueOf(option: OptionSpec, written: string, attached: string | undefined): string {
    const value = attached ?? (this.#at < this.#argv.length ? this.#take() : undefined);
    if (value === undefined || value === "")
      throw usageError(`option ${written} needs a value: ${written} ${option.value ?? ""}`);
    if (option.choices !== undefined && !option.choices.includes(value)) {
      const nearest = nearestName(value, option.choices);
      const hint = nearest === undefined ? undefined : `Did you mean '${nearest}'?`;
      throw usageError(`option ${written} takes one of ${option.choices.join(", ")}; got '${value}'`, hint);
    }
    return value;
  }

  #unknown(written: string): Error {
    const names = this.#options.flatMap((option) => (isForeign(option) ? [] : [`--${option.name}`]));
    const nearest = nearestName(written, names);
    const hint = nearest === undefined ? `See '${this.#spec.name} --help'.` : `Did you mean '${nearest}'?`;
    return usageError(`${this.#spec.name} has no option ${written}`, hint);
  }
}

/** Whether an option leaves what stands after the document to the inputs. */
function givesWay(option: OptionSpec, written: string): boolean {
  const isLetter = !written.startsWith("--");
  return isForeign(option) || option.before === true || (isLetter && option.value !== undefined);
}

function isOption(argument: string): boolean {
  return argument.startsWith("-") && argument !== "-";
}

function checkCount(spec: CommandSpec, positionals: readonly string[]): void {
  const { least, most, what } = spec.positionals;
  if (positionals.length < least) throw usageError(`${spec.name} needs ${what}`, `See '${spec.name} --help'.`);
  const extra = positionals[most];
  if (extra !== undefined)
    throw usageError(`${spec.name} does not take the argument '${extra}'`, `See '${spec.name} --help'.`);
}
