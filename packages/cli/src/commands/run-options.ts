import { resolve } from "node:path";
import type { InputChecks, RunOptions } from "@sluice/contracts";
import { homeOption, type OptionSpec } from "../command-line/command-spec.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { usageError } from "../command-line/usage-error.ts";
import { cacheOptions } from "./cache-options.ts";
import { checkingOptions } from "./checking-options.ts";
import { latestRun } from "../session/find-run.ts";
import type { DisplayMode } from "../reporters/display-mode.ts";

/** Options of the commands that drive a run. */
export const drivingOptions: readonly OptionSpec[] = [
  {
    name: "on-error",
    value: "WHAT",
    doc: "After a step failed for good: stop, or continue with what does not depend on it",
    choices: ["stop", "continue"],
  },
  { name: "retries", value: "N", doc: "Try a failed step again up to N times, if trying again can help" },
  {
    name: "check-inputs",
    value: "HOW",
    doc: "How inputs are compared with what they were at the start: by stamp (size, time and inode; the default), by content too, or none",
    choices: ["stamp", "content", "none"],
  },
  {
    name: "json",
    doc: "Write the run's events to standard output, one JSON object a line; the last one has the outputs",
  },
  {
    name: "reporter",
    value: "NAME",
    doc: "A reporter of a plugin to tell of the run besides; 'sluice ext list reporter' lists them; may be given several times",
  },
  {
    name: "quiet",
    short: "q",
    doc: "Show people neither progress nor summary, only warnings and what fails; with --json, too",
  },
  homeOption,
];

/** Where the outputs of a new run go. */
export const outdirOption: OptionSpec = {
  name: "outdir",
  value: "DIR",
  doc: "Where outputs are placed (default: the working directory)",
};

/** Options of the commands that start a run. */
export const startingOptions: readonly OptionSpec[] = [
  outdirOption,
  { name: "name", value: "NAME", doc: "A name for people; default: that of the workflow" },
  { name: "run-id", value: "ID", doc: "The id of the run; must be new" },
  ...cacheOptions,
  ...checkingOptions,
  ...drivingOptions,
];

/** What the options say about how the run is driven. @throws `USAGE` */
export function runOptionsOf(given: ParsedArguments): Partial<RunOptions> {
  const onError = given.value("on-error");
  const retries = given.value("retries");
  if (retries !== undefined && !/^\d{1,6}$/.test(retries))
    throw usageError(`option --retries takes a number from 0; got '${retries}'`);
  const checkInputs = given.value("check-inputs") as InputChecks | undefined;
  return {
    ...(checkInputs !== undefined && { checkInputs }),
    ...(onError !== undefined && { onError: onError === "continue" ? "continue" : "stop" }),
    ...(retries !== undefined && { attempts: Number(retries) + 1 }),
  };
}

/** How the run is shown. */
export function displayModeOf(given: ParsedArguments): DisplayMode {
  return { json: given.flag("json"), quiet: given.flag("quiet") };
}

/** An option that names a folder, as an absolute path. */
export function folderOf(given: ParsedArguments, name: string, cwd: string): string | undefined {
  const value = given.value(name);
  return value === undefined ? undefined : resolve(cwd, value);
}

/** A run's id becomes the name of a folder. @throws `USAGE` */
export function runIdOf(given: ParsedArguments): string | undefined {
  const runId = given.value("run-id");
  if (runId !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(runId)) {
    throw usageError(
      `'${runId}' cannot be a run's id`,
      "Use at most 100 letters, digits, '.', '_' and '-'; the first is a letter or a digit.",
    );
  }
  if (runId === latestRun) {
    throw usageError(`'${runId}' cannot be a run's id: it means the newest run`, "Use another name.");
  }
  return runId;
}
