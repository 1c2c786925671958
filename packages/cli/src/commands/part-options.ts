import { resolve } from "node:path";
import type { FrontendOptions } from "@sluice/contracts";
import type { OptionSpec } from "../command-line/command-spec.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { usageError } from "../command-line/usage-error.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { isRemote } from "../session/select-frontend.ts";

/** Options that change what a document asks for: a part of it, other requirements, what jobs see. */
export const partOptions: readonly OptionSpec[] = [
  {
    name: "target",
    short: "t",
    value: "NAME",
    doc: "Run only what this output needs, or what comes of this step or input; may be given several times, before PROCESS",
    before: true,
  },
  {
    name: "single-process",
    value: "STEP",
    doc: "Run only what this step runs, outer/inner for a step of a sub-workflow; the inputs are those of that process",
  },
  {
    name: "single-step",
    value: "STEP",
    doc: "Run only this step, with its scatter, when and valueFrom; the inputs are those of the step",
  },
  {
    name: "overrides",
    value: "FILE",
    doc: "A file that sets requirements of single processes and steps (cwltool:overrides); before PROCESS",
    before: true,
  },
  {
    name: "preserve-environment",
    value: "VARIABLE",
    doc: "Let jobs see this variable of the environment, which by default is empty but for PATH, HOME and TMPDIR; may be given several times",
  },
  { name: "preserve-entire-environment", doc: "Let jobs see all variables of the environment" },
  { name: "eval-timeout", value: "SECONDS", doc: "How long one expression may run (default: 20)" },
];

/** What the options say, and a word about variables that are not there. @throws `USAGE`, `FILE_NOT_FOUND` */
export function partOf(given: ParsedArguments, console: CommandConsole): FrontendOptions {
  const overrides = given.value("overrides");
  const step = given.value("single-process");
  const singleStep = given.value("single-step");
  const targets = given.values("target");
  if (singleStep !== undefined && (step !== undefined || targets.length > 0))
    throw usageError("option --single-step chooses a part by itself: give it without --single-process and --target");
  const variables = given.values("preserve-environment");
  const entire = given.flag("preserve-entire-environment");
  const expressionTimeout = timeoutOf(given);
  for (const name of variables.filter((each) => process.env[each] === undefined)) {
    console.err(`warning: --preserve-environment ${name}: there is no such variable\n`);
  }
  return {
    ...(overrides !== undefined && {
      overrides: isRemote(overrides) ? overrides : resolve(console.cwd, overrides),
    }),
    ...(step !== undefined && { step }),
    ...(singleStep !== undefined && { singleStep }),
    ...(targets.length > 0 && { targets }),
    ...(entire ? { environment: "all" } : variables.length > 0 && { environment: variables }),
    ...(expressionTimeout !== undefined && { expressionTimeout }),
  };
}

function timeoutOf(given: ParsedArguments): number | undefined {
  const text = given.value("eval-timeout");
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 86_400))
    throw usageError(`option --eval-timeout takes seconds, more than 0 and at most 86400; got '${text}'`);
  return seconds * 1000;
}
