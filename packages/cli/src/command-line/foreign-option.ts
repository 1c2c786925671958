import type { OptionSpec } from "./command-spec.ts";
import { usageError } from "./usage-error.ts";

/** Whether an option is there only because other runners have it. */
export function isForeign({ hidden, instead }: OptionSpec): boolean {
  return hidden === true || instead !== undefined;
}

/** The fault of an option that other runners have and this one has not. */
export function refusedOption(command: string, name: string, instead: string): Error {
  return usageError(`${command} has no option --${name}, which other runners have`, instead);
}
