import type { JsonObject } from "@sluice/contracts";
import type { Command, CommandSpec } from "../command-line/command-spec.ts";
import { helpText } from "../command-line/help-text.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { usageError } from "../command-line/usage-error.ts";
import type { ConfiguredWorkflow } from "../config/workflow-config.ts";
import { exitStatusOf } from "../render/exit-status.ts";
import { writeOutputs } from "../render/outputs.ts";
import type { CommandConsole } from "../session/command-console.ts";
import type { RunResult } from "@sluice/core";
import { watchInterruption, type Interruption } from "../session/interruption.ts";
import { runDocument, type DocumentRequest } from "../session/run-document.ts";
import { pluginsOf } from "../session/plugin-request.ts";
import { writeProcessHelp } from "../session/process-help.ts";
import { cacheOptionsOf } from "./cache-options.ts";
import { checksOf } from "./checking-options.ts";
import { displayModeOf, folderOf, runIdOf, runOptionsOf, startingOptions } from "./run-options.ts";

const spec: CommandSpec = {
  name: "sluice run",
  usage: ["[OPTIONS] FILE [JOB | --INPUT VALUE ...]", "[OPTIONS] CONFIG [WORKFLOW]"],
  purpose:
    "Runs a workflow. FILE is a CWL document, CONFIG a sluice.yml or streamflow.yml with workflows, of which all run in order unless one is named. " +
    "Inputs come from the file JOB, from options named like the inputs, or from both; '--' makes all that follows inputs. " +
    "The outputs are printed as JSON; 'sluice run FILE --help' lists the inputs.",
  options: startingOptions,
  examples: [
    { line: "sluice run align.cwl job.yml --outdir results", doc: "Take the inputs from a file" },
    { line: "sluice run align.cwl --reads a.fq --reads b.fq --threads 4", doc: "Give the inputs as options" },
    { line: "sluice run align.cwl --help", doc: "List the inputs of align.cwl" },
    { line: "sluice run align.cwl job.yml --cache ~/cache", doc: "Do nothing again that an earlier run did" },
    { line: "sluice run sluice.yml", doc: "Run the workflows of a configuration file" },
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
    const { readConfigIfAny } = await import("../config/read-config.ts");
    const workflows = await readConfigIfAny(file, console.cwd);
    if (workflows !== undefined) return await runConfigured(file, workflows, given, console, interruption);
    if (given.flag("help")) return await writeProcessHelp({ ...helpRequest(given, console), document: file });
    const request = { ...baseRequest(given, console, interruption), document: file, rest: given.rest };
    return finish(await runDocument(request), request, console);
  },
};

type BaseRequest = Omit<DocumentRequest, "document" | "rest">;

function baseRequest(given: ParsedArguments, console: CommandConsole, interruption: Interruption): BaseRequest {
  return {
    ownOptions: startingOptions,
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
    ownOptions: startingOptions,
    home: folderOf(given, "home", console.cwd),
    checks: checksOf(given),
    debug: given.flag("debug"),
    plugins: pluginsOf(given, console),
    console,
  };
}

function finish(result: RunResult, { mode }: BaseRequest, console: CommandConsole): number {
  if (mode !== "json" && result.status !== "cancelled") writeOutputs(result.outputs, console);
  return exitStatusOf(result);
}

async function runConfigured(
  file: string,
  workflows: readonly ConfiguredWorkflow[],
  given: ParsedArguments,
  console: CommandConsole,
  interruption: Interruption,
): Promise<number> {
  const { chosen, rest } = chooseWorkflows(file, workflows, given.rest);
  const [first] = chosen;
  if (given.flag("help") && first !== undefined && chosen.length === 1) {
    return writeProcessHelp({
      ...helpRequest(given, console),
      document: first.document,
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
      rest,
      outdir: several ? `${base.outdir}/${workflow.name}` : base.outdir,
    };
    const result = await runDocument(request);
    status = exitStatusOf(result);
    if (!several) return finish(result, request, console);
    outputs[workflow.name] = result.outputs;
    if (status !== 0) break;
  }
  if (base.mode !== "json") writeOutputs(outputs, console);
  return status;
}

function requestOf({
  document,
  settings,
  environment,
  name,
}: ConfiguredWorkflow): Pick<DocumentRequest, "document" | "environment" | "name" | "settings"> {
  return { document, environment, name, ...(settings !== undefined && { settings }) };
}

/** The first plain argument after a configuration file names one of its workflows. @throws `USAGE` */
function chooseWorkflows(
  file: string,
  workflows: readonly ConfiguredWorkflow[],
  rest: readonly string[],
): { chosen: readonly ConfiguredWorkflow[]; rest: readonly string[] } {
  const [name, ...others] = rest;
  const names = workflows.map((workflow) => workflow.name);
  if (name !== undefined && !name.startsWith("-")) {
    const chosen = workflows.filter((workflow) => workflow.name === name);
    if (chosen.length === 0) throw usageError(`${file} has no workflow '${name}'`, `It has: ${names.join(", ")}.`);
    return { chosen, rest: others };
  }
  if (name !== undefined && workflows.length > 1) {
    throw usageError(
      `${file} has several workflows: inputs cannot be given to all of them`,
      `Name one after the file: ${names.join(", ")}.`,
    );
  }
  return { chosen: workflows, rest };
}
