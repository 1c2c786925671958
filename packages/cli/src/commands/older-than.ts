import { parseDuration } from "../command-line/parse-duration.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { usageError } from "../command-line/usage-error.ts";

/** Milliseconds that the option `--older-than` asks for; 0 without it. @throws `USAGE` */
export function olderThan(given: ParsedArguments): number {
  const text = given.value("older-than");
  const age = text === undefined ? 0 : parseDuration(text);
  if (age === undefined)
    throw usageError(`option --older-than takes an age such as 12h, 30d or 2w; got '${text ?? ""}'`);
  return age;
}
