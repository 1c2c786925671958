import { isSluiceError, SluiceError, SluiceErrorList, type JsonObject } from "@sluice/contracts";
import type { Command, CommandSpec, OptionSpec } from "../command-line/command-spec.ts";
import { helpText } from "../command-line/help-text.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { usageError } from "../command-line/usage-error.ts";
import type { ReadConfig } from "../config/read-config.ts";
import type { ConfiguredWorkflow } from "../config/workflow-config.ts";
import { exitStatusOf } from "../render/exit-status.ts";
import { confirmPrinted, writeOutputs } from "../render/outputs.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { commandSuffix } from "../session/command-suffix.ts";
import type { RunResult } from "@sluice/core";
import { watchInterruption, type Interruption } from "../session/interruption.ts";
import { runDocument, writeWarnings, type DocumentRequest } from "../session/run-document.ts";
import { pluginsOf } from "../session/plugin-request.ts";
import { readGivenConfig } from "../session/read-given-config.ts";
import { writeProcessHelp } from "../session/process-help.ts";
import { cacheOptionsOf } from "./cache-options.ts";
import { checksOf } from "./checking-options.ts";
import { displayModeOf, folderOf, runIdOf, runOptionsOf, startingOptions } from "./run-options.ts";

const options: readonly OptionSpec[] = [
  ...startingOptions,
  { name: "workflow", value: "NAME", doc: "The workflow of a configuration file to run (default: all, in order)" },
];

const spec: CommandSpec = {
  name: "sluice run",
  usage: ["[OPTIONS] FILE [JOB | --INPUT VALUE ...]", "[OPTIONS] CONFIG [JOB | --INPUT VALUE ...]"],
  purpose:
    "Runs a workflow. FILE is a CWL document, CONFIG a sluice.yml or streamflow.yml with workflows, of which all run in order unless --workflow names one. " +
    "Inputs come from the file JOB, from options named like the inputs, or from both; '--' makes all that follows inputs. " +
    "The outputs are printed as JSON; 'sluice run FILE --help' lists the inputs.",
  options,
  examples: [
    { line: "sluice run align.cwl job.yml --outdir results", doc: "Take the inputs from a file" },
    { line: "sluice run align.cwl --reads a.fq --reads b.fq --threads 4", doc: "Give the inputs as options" },
    { line: "sluice run align.cwl --help", doc: "List the inputs of align.cwl" },
    { line: "sluice run align.cwl job.yml --cache ~/cache", doc: "Do nothing again that an earlier run did" },
    { line: "sluice run sluice.yml", doc: "Run the workflows of a configuration file" },
    { line: "sluice run sluice.yml --workflow align", doc: "Run one of them" },
  ],
  positionals: { least: 1, most: 1, what: "a file to run" },
  open: true,
};

/** `sluice run`. */
export const command: Command = {
  spec,
  run: async ({ given, console }) => {
    const [file] = given.positionals;
    if (file === undefined) {
      console.out(helpText(spec, console.width()));
      return 0;
    }
    using interruption = watchInterruption();
    const config = await readGivenConfig(file, pluginsOf(given, console));
    if (config !== undefined) return await runConfigured(file, config, given, console, interruption);
    if (given.value("workflow") !== undefined)
      throw usageError(`${file} is no configuration file: it has no workflows`);
    if (given.flag("help")) return await writeProcessHelp({ ...helpRequest(given, console), document: file });
    const request = { ...baseRequest(given, console, interruption), document: file, rest: given.rest };
    return exitStatusOf(await runDocument({ ...request, deliver: (result) => print(result, request, console) }));
  },
};

type BaseRequest = Omit<DocumentRequest, "document" | "rest">;

function baseRequest(given: ParsedArguments, console: CommandConsole, interruption: Interruption): BaseRequest {
  return {
    ownOptions: options,
    taken: given.taken,
    home: folderOf(given, "home", console.cwd),
    outdir: folderOf(given, "outdir", console.cwd) ?? console.cwd,
    name: given.value("name"),
    runId: runIdOf(given),
    options: { ...runOptionsOf(given), ...cacheOptionsOf(given, console.cwd) },
    checks: checksOf(given),
    mode: displayModeOf(given),
    reporters: given.values("reporter"),
    plugins: pluginsOf(given, console),
    debug: given.flag("debug"),
    keep: true,
    console,
    interruption,
  };
}

function helpRequest(
  given: ParsedArguments,
  console: CommandConsole,
): Omit<Parameters<typeof writeProcessHelp>[0], "document"> {
  return {
    commandName: spec.name,
    ownOptions: options,
    home: folderOf(given, "home", console.cwd),
    checks: checksOf(given),
    debug: given.flag("debug"),
    plugins: pluginsOf(given, console),
    console,
  };
}

function print({ status, outputs }: RunResult, { mode }: BaseRequest, console: CommandConsole): void {
  if (!mode.json && status !== "cancelled") writeOutputs(outputs, console);
}

async function runConfigured(
  file: string,
  { workflows, warnings }: ReadConfig,
  given: ParsedArguments,
  console: CommandConsole,
  interruption: Interruption,
): Promise<number> {
  writeWarnings(warnings, console);
  if (workflows.length === 0) throw new SluiceError("CONFIG_INVALID", `${file} has no workflows to run`);
  const { chosen, rest } = chooseWorkflows(file, workflows, given.value("workflow"), given.rest);
  const { checkWorkflowFiles } = await import("../config/workflow-places.ts");
  await checkWorkflowFiles(chosen);
  const [first] = chosen;
  if (given.flag("help") && first !== undefined && chosen.length === 1) {
    return writeProcessHelp({
      ...helpRequest(given, console),
      document: first.document,
      language: first.language,
      environment: first.environment,
      written: `${file} ${first.name}`,
    });
  }
  if (given.flag("help")) {
    console.out(
      `${helpText(spec, console.width())}\nWorkflows of ${file}: ${chosen.map(({ name }) => name).join(", ")}\n`,
    );
    return 0;
  }
  const base = baseRequest(given, console, interruption);
  if (chosen.length > 1 && base.runId !== undefined)
    throw usageError("--run-id names one run, and several workflows would run", "Name one of them after the file.");
  const several = chosen.length > 1;
  const outputs: Record<string, JsonObject> = {};
  let status = 0;
  for (const workflow of chosen) {
    const request = {
      ...base,
      ...requestOf(workflow),
      checks: { ...base.checks, docker: workflow.docker },
      rest,
      outdir: several ? `${base.outdir}/${workflow.name}` : base.outdir,
      ...(!several && { deliver: (result: RunResult) => print(result, base, console) }),
    };
    const result = await runDocument(request).catch((error: unknown) => {
      throw several ? errorOf(error, workflow) : error;
    });
    status = exitStatusOf(result);
    if (!several) return status;
    outputs[workflow.name] = result.outputs;
    if (status !== 0) break;
  }
  if (!base.mode.json) writeOutputs(outputs, console);
  await confirmPrinted("RUN", commandSuffix(base), console);
  return status;
}

/** What keeps one of several workflows from running, with its name. */
function errorOf(error: unknown, { name }: ConfiguredWorkflow): unknown {
  if (!isSluiceError(error)) return error;
  const faults = "errors" in error ? (error as SluiceErrorList).errors : [error];
  const named = faults.map(({ code, message, actor = `workflow ${name}`, position, hint, retryable }) => {
    return new SluiceError(code, message, { actor, position, hint, retryable, cause: error });
  });
  const [first, ...others] = named;
  return first === undefined || others.length === 0 ? first : new SluiceErrorList([first, ...others]);
}

function requestOf({
  document,
  language,
  settings,
  environment,
  name,
  places,
}: ConfiguredWorkflow): Partial<DocumentRequest> & Pick<DocumentRequest, "document" | "name"> {
  return { document, language, environment, name, places, ...(settings !== undefined && { settings }) };
}

/** The workflow that an option names, or that the first plain argument after the file is the name of; else all. @throws `USAGE` */
function chooseWorkflows(
  file: string,
  workflows: readonly ConfiguredWorkflow[],
  named: string | undefined,
  rest: readonly string[],
): { chosen: readonly ConfiguredWorkflow[]; rest: readonly string[] } {
  const [first, ...others] = rest;
  const names = workflows.map((workflow) => workflow.name);
  const plain = first !== undefined && !first.startsWith("-") ? first : undefined;
  // With one workflow, or a named one, a plain argument that is no workflow's name is the file with its inputs.
  const name = named ?? (plain !== undefined && (workflows.length > 1 || names.includes(plain)) ? plain : undefined);
  if (name !== undefined) {
    const chosen = workflows.filter((workflow) => workflow.name === name);
    if (chosen.length === 0) throw usageError(`${file} has no workflow '${name}'`, `It has: ${names.join(", ")}.`);
    return { chosen, rest: named === undefined ? others : rest };
  }
  if (first !== undefined && workflows.length > 1) {
    throw usageError(
      `${file} has several workflows: inputs cannot be given to all of them`,
      `Name one with --workflow: ${names.join(", ")}.`,
    );
  }
  return { chosen: workflows, rest };
}
