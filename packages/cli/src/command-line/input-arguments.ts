import type { InputDescription } from "@sluice/contracts";
import type { OptionSpec } from "./command-spec.ts";
import { isForeign, refusedOption } from "./foreign-option.ts";
import { nearestName } from "./nearest-name.ts";
import { usageError } from "./usage-error.ts";

/** What a command line says about the inputs of a process. */
export interface InputArguments {
  /** The file with input values. */
  readonly file: string | undefined;
  readonly texts: Readonly<Record<string, readonly string[]>>;
}

/**
 * Reads `JOB` and `--name value` by the inputs that a process has. A flag is given as `--name`, `--no-name` or
 * `--name=true`; a list by repeating its option; a field of a record as `--record.field`; an input of one letter also as `-n`.
 * @throws `USAGE`
 */
export function readInputArguments(
  rest: readonly string[],
  described: readonly InputDescription[],
  ownOptions: readonly OptionSpec[],
): InputArguments {
  const inputs = described.flatMap((input) => withFields(input));
  const texts: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  let file: string | undefined;
  /** The input of the argument before, if that was a flag. */
  let flag: string | undefined;
  for (let at = 0; at < rest.length; at += 1) {
    const argument = rest[at] ?? "";
    const before = flag;
    flag = undefined;
    if (!argument.startsWith("-") || argument === "-") {
      if (before !== undefined && /^(?:true|false)$/i.test(argument))
        throw usageError(
          `input --${before} is a flag: '${argument}' behind it is taken for a file with input values`,
          `Write --${before} or --no-${before}.`,
        );
      if (file !== undefined)
        throw usageError(`'${argument}' is one argument too many: the input values come from '${file}'`);
      file = argument;
      continue;
    }
    const foreign = findForeign(argument, inputs, ownOptions);
    if (foreign !== undefined) {
      if (foreign.value !== undefined && !argument.includes("=")) at += 1;
      continue;
    }
    const { input, attached } = findInput(argument, inputs, ownOptions);
    if (input.flag && attached === undefined) flag = input.name;
    const value = attached ?? (input.flag ? "true" : rest[(at += 1)]);
    if (value === undefined) throw usageError(`input --${input.name} needs a value of type ${input.type}`);
    const given = (texts[input.name] ??= []);
    if (given.length > 0 && !input.list)
      throw usageError(`input --${input.name} is given more than once, but it is not a list`);
    given.push(value);
  }
  return { file, texts };
}

/** An input, and the fields of a record by their full names. */
function withFields(input: InputDescription): InputDescription[] {
  const fields = (input.fields ?? []).map((field) => ({ ...field, name: `${input.name}.${field.name}` }));
  return [input, ...fields.flatMap(withFields)];
}

/** An option that is understood, and changes nothing. @throws `USAGE` for one that only other runners have */
function findForeign(
  argument: string,
  inputs: readonly InputDescription[],
  ownOptions: readonly OptionSpec[],
): OptionSpec | undefined {
  const { written, name } = nameIn(argument);
  if (!written.startsWith("--") || inputs.some((input) => input.name === name)) return undefined;
  const option = ownOptions.find((each) => each.name === name && isForeign(each));
  if (option?.instead !== undefined) throw refusedOption("cwl-runner", name, option.instead);
  return option;
}

function nameIn(argument: string): { readonly written: string; readonly name: string; readonly equals: number } {
  const equals = argument.indexOf("=");
  const written = equals === -1 ? argument : argument.slice(0, equals);
  return { written, name: written.replace(/^--?/, ""), equals };
}

function findInput(
  argument: string,
  inputs: readonly InputDescription[],
  ownOptions: readonly OptionSpec[],
): { input: InputDescription; attached: string | undefined } {
  const { written, name, equals } = nameIn(argument);
  const attached = equals === -1 ? undefined : argument.slice(equals + 1);
  const byName = inputs.find((input) => input.name === name && (written.startsWith("--") || name.length === 1));
  if (byName !== undefined) return { input: byName, attached };
  const denied =
    name.startsWith("no-") && attached === undefined
      ? inputs.find((input) => input.flag && input.name === name.slice(3))
      : undefined;
  if (denied !== undefined) return { input: denied, attached: "false" };
  if (ownOptions.some((option) => (option.before === true && option.name === name) || `-${option.short}` === written))
    throw usageError(`the process has no input '${name}'`, `The option ${written} stands before the document.`);
  const nearest = nearestName(name, [
    ...inputs.map((input) => input.name),
    ...ownOptions.flatMap((option) => (isForeign(option) ? [] : option.name)),
  ]);
  const hint =
    nearest === undefined ? "With --help after the file, its inputs are listed." : `Did you mean '--${nearest}'?`;
  throw usageError(`the process has no input '${name}', and there is no option of that name`, hint);
}

/** What to say of options of the command that an input is called like: the option was meant, or else the input. */
export function sharedNames(taken: readonly string[], inputs: readonly InputDescription[]): string[] {
  return [...new Set(taken)].flatMap((written) => {
    const name = written.replace(/^--?/, "");
    if (!inputs.some((input) => input.name === name)) return [];
    return `${written} is the option of the command, not the input '${name}': inputs of such names stand after '--', as in: -- ${written} VALUE`;
  });
}
